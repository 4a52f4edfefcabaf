#include "tests/simulator/front_desk.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "shared/mqtt/paho_client.hpp"
#include "shared/node/node.hpp"
#include "shared/outbox/outbox.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {

struct FrontDesk::State {
  State(const std::string& site, const std::string& name, const std::string& broker_url,
        const std::filesystem::path& path)
      : outbox{path, {}},
        client{mqtt::ClientOptions{.url = broker_url,
                                   .client_id = fmt::format("isocenter.{}.{}", site, name),
                                   .user = name,
                                   .ca = "",
                                   .certificate = "",
                                   .key = ""}},
        node{node::NodeOptions{
                 .site = *SiteName::parse(site), .name = *NodeName::parse(name), .software = "simulated kiosk"},
             outbox, client} {}

  outbox::Outbox outbox;
  mqtt::PahoClient client;
  node::Node node;
  std::atomic<int> faults = 0;
  std::jthread loop;
};

FrontDesk::FrontDesk(const std::string& site, const std::string& node, const std::string& broker_url,
                     std::filesystem::path outbox)
    : state_{std::make_unique<State>(site, node, broker_url, outbox)} {
  state_->node.start(now());
  state_->loop = std::jthread{[this](std::stop_token stop) { state_->node.run(stop); }};
}

FrontDesk::~FrontDesk() {
  state_->loop.request_stop();
  state_->loop.join();
  state_->node.stop(std::chrono::seconds{2});
}

void FrontDesk::declare(const DeviceName& device, EquipmentState state, std::optional<Instant> until, Cause cause) {
  const Instant at = now();
  state_->node.record(NewEvent{
      at, device,
      DeviceDeclared{.state = state, .from = at, .until = until, .cause = cause, .note = "", .role = "technologist"}});
}

FaultId FrontDesk::report_fault(const DeviceName& device, const std::string& code, Effect effect, Cause cause) {
  const Instant at = now();
  FaultId fault = fmt::format("desk-{}-{}", to_unix_ms(at), ++state_->faults);
  state_->node.record(NewEvent{
      at, device,
      FaultReported{.fault = fault, .code = code, .effect = effect, .cause = cause, .source = "person", .at = at}});
  return fault;
}

void FrontDesk::step_fault(const DeviceName& device, const FaultId& fault, FaultStep step) {
  const Instant at = now();
  state_->node.record(
      NewEvent{at, device, FaultStepped{.step = step, .fault = fault, .at = at, .vendor = "", .reference = ""}});
}

void FrontDesk::answer(const std::string& area, int score) {
  state_->node.record(NewEvent{
      now(), std::nullopt, FeedbackAnswered{.score = score, .of = 5, .reasons = {}, .language = "en", .area = area}});
}

std::uint64_t FrontDesk::unacknowledged() const { return state_->node.unacknowledged(); }

}  // namespace isocenter::simulator
