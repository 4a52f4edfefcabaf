#include "agent/dicom/mpps_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>

#include "agent/dicom/association.hpp"

namespace isocenter::agent {
namespace {

void set_blocking(int socket) { ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK); }

/// An association with the thread that serves it.
struct Serving {
  MppsPeer peer;
  Descriptor socket;  ///< a duplicate, to end the connection from outside; DCMTK closes the other when it likes
  Idleness idleness;
  std::atomic<bool> is_over{false};
  bool is_evicted = false;
  std::jthread thread;  ///< last, so that it is joined before the rest goes
};

}  // namespace

struct MppsServer::State {
  MppsServerOptions options;
  Descriptor listening;
  Descriptor wake;  ///< an eventfd: an association is over, or the end has come
  std::unique_ptr<AssociationAcceptor> acceptor;
  std::list<Serving> serving;  ///< the doorkeeper's thread alone
  mutable std::mutex counting;
  MppsServerCounts counts;
  logging::SeldomLog rejections;
  std::jthread doorkeeper;

  void run(const std::stop_token& stop);
  void admit(Arrival arrival);
  void serve(Arrival arrival);
  void reject(const Arrival& arrival, Refusal refusal);
  bool has_room_for(const std::string& address);
  bool evict_idle();
  void join_those_over() {
    std::erase_if(serving, [](const Serving& one) { return one.is_over.load(); });
  }
  void ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake.get(), &one, sizeof one);
  }
};

void MppsServer::State::run(const std::stop_token& stop) {
  Doorkeeper door{listening.get(), options.door};
  while (!stop.stop_requested()) {
    door.turn(wake.get(), [this](Arrival arrival) { admit(std::move(arrival)); });
    std::uint64_t rings = 0;
    [[maybe_unused]] const auto read = ::read(wake.get(), &rings, sizeof rings);
    join_those_over();
    const std::scoped_lock lock{counting};
    counts.door = door.counts();
    counts.open = serving.size();
  }
  for (Serving& one : serving) ::shutdown(one.socket.get(), SHUT_RDWR);
  serving.clear();
}

void MppsServer::State::admit(Arrival arrival) {
  if (const auto refusal = refusal_of(arrival.request, options.admission)) {
    reject(arrival, *refusal);
  } else if (!has_room_for(arrival.address)) {
    reject(arrival, Refusal::too_many);
  } else {
    serve(std::move(arrival));
  }
}

bool MppsServer::State::has_room_for(const std::string& address) {
  join_those_over();
  const auto of_address = std::count_if(serving.begin(), serving.end(), [&](const Serving& one) {
    return !one.is_evicted && one.peer.address == address;
  });
  if (static_cast<std::size_t>(of_address) >= options.per_address) return false;
  const auto all = std::count_if(serving.begin(), serving.end(), [](const Serving& one) { return !one.is_evicted; });
  return static_cast<std::size_t>(all) < options.associations || evict_idle();
}

/// Ends the association that has been idle for longest, if that is long; its thread goes by itself.
bool MppsServer::State::evict_idle() {
  Serving* longest = nullptr;
  auto oldest = Idleness::Clock::now() - options.idle_enough_to_go;
  for (Serving& one : serving) {
    const auto since = one.idleness.since();
    if (one.is_evicted || !since || *since > oldest) continue;
    longest = &one;
    oldest = *since;
  }
  if (longest == nullptr) return false;
  longest->is_evicted = true;
  ::shutdown(longest->socket.get(), SHUT_RDWR);
  const std::scoped_lock lock{counting};
  ++counts.evicted;
  return true;
}

void MppsServer::State::serve(Arrival arrival) {
  Descriptor duplicate{::fcntl(arrival.socket.get(), F_DUPFD_CLOEXEC, 0)};
  if (duplicate.get() < 0) return reject(arrival, Refusal::too_many);
  set_blocking(arrival.socket.get());
  Serving& one = serving.emplace_back();
  one.peer = MppsPeer{arrival.request.calling, arrival.address};
  one.socket = std::move(duplicate);
  try {
    one.thread = std::jthread{[this, &one, socket = std::move(arrival.socket)]() mutable {
      acceptor->serve(socket.release(), one.socket.get(), one.peer, one.idleness);
      one.is_over = true;
      ring();
    }};
  } catch (const std::system_error&) {  // no thread to be had; the socket went with it, its duplicate is still here
    arrival.socket = std::move(one.socket);
    serving.pop_back();
    return reject(arrival, Refusal::too_many);
  }
  const std::scoped_lock lock{counting};
  ++counts.associations;
}

void MppsServer::State::reject(const Arrival& arrival, Refusal refusal) {
  // Not the AE title it called itself: nobody has checked what stands there.
  rejections.note(fmt::format("mpps: association from {} rejected: {}", arrival.address, word(refusal)));
  say_last(arrival.socket.get(), rejection_pdu(refusal));
  const std::scoped_lock lock{counting};
  ++counts.rejected;
}

Result<std::unique_ptr<MppsServer>> MppsServer::listen(MppsServerOptions options, MppsService& service) {
  auto listening = listen_on(options.listen);
  if (!listening) return tl::unexpected{listening.error()};
  auto acceptor = AssociationAcceptor::make(listening->get(), MessageLimits{.patience = options.idle}, service);
  if (!acceptor) return tl::unexpected{acceptor.error()};
  Descriptor wake{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  if (wake.get() < 0) return fail(ErrorKind::unavailable, "mpps", "no eventfd; is there a free descriptor?");

  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->listening = std::move(*listening);
  state->wake = std::move(wake);
  state->acceptor = std::move(*acceptor);
  return std::unique_ptr<MppsServer>{new MppsServer{std::move(state)}};
}

MppsServer::MppsServer(std::unique_ptr<State> state) : state_{std::move(state)} {
  state_->doorkeeper = std::jthread{[state = state_.get()](const std::stop_token& stop) { state->run(stop); }};
}

MppsServer::~MppsServer() { stop(); }

std::uint16_t MppsServer::port() const { return port_of(state_->listening.get()); }

MppsServerCounts MppsServer::counts() const {
  const std::scoped_lock lock{state_->counting};
  return state_->counts;
}

void MppsServer::stop() {
  if (!state_->doorkeeper.joinable()) return;
  state_->doorkeeper.request_stop();
  state_->ring();
  state_->doorkeeper.join();
}

}  // namespace isocenter::agent
