#include "collector/command/verify.hpp"

#include <fmt/format.h>

#include "collector/command/configured.hpp"
#include "collector/command/event_names.hpp"
#include "collector/event_proof.hpp"
#include "collector/filing/wording.hpp"
#include "collector/verification.hpp"

namespace isocenter::collector {
namespace {

int say_derived(const DerivedReport& report) {
  if (!report.held) {
    fmt::print("nothing is derived yet\n");
    return 0;
  }
  fmt::print("derived {}\n", to_string(*report.held));
  for (const DeviceName& device : report.different) {
    fmt::print(stderr, "{}: what is derived is not what the log says; run `rebuild`\n", device.text());
  }
  return report.different.empty() ? 0 : 1;
}

int verify_store(const CollectorConfiguration& configuration) {
  if (!store_is_there(configuration)) return 1;
  Store store{configuration.store, Store::Use::read};
  const ChainReport report = verify_chains(store.database());
  fmt::print("{} chains, {} rows\n", report.chains, report.rows);
  for (const ChainFault& fault : report.faults) {
    fmt::print(stderr, "node {}, epoch {}, number {}: {}\n", fault.node, fault.epoch, fault.seq, fault.what);
  }
  if (!report.faults.empty()) {
    fmt::print(stderr, "restore the store from a backup; the nodes send again what is younger\n");
    return 1;
  }
  const int code = say_derived(verify_derived(store));
  if (code == 0) fmt::print("all is well\n");
  return code;
}

/// What the statement printed beside the name, where it was given, is to be what the log has.
std::optional<std::string> difference(const NamedEvent& named, const EventProof& proof) {
  if (named.digest && *named.digest != proof.digest) {
    return fmt::format(
        "its digest is {}, not {} as given: the statement is of another log, or one of the two was altered",
        to_string(proof.digest), to_string(*named.digest));
  }
  if (named.log_row && *named.log_row != proof.log_row) {
    return fmt::format("it stands in row {} of the log, not {} as given; compare it with the statement", proof.log_row,
                       *named.log_row);
  }
  return std::nullopt;
}

void say_proof(const EventProof& proof, const std::string& zone) {
  const auto say = [](const char* name, const std::string& value) { fmt::print("  {:<8} {}\n", name, value); };
  fmt::print("{}\n", to_string(proof.id));
  say("type", proof.type);
  say("device", proof.device.empty() ? "none" : proof.device);
  say("when", fmt::format("{}, in {} {}", format_rfc3339(proof.when), zone, filing::moment_text(zone, proof.when)));
  say("log row", fmt::format("{}", proof.log_row));
  say("digest", to_string(proof.digest));
  if (proof.fate == Fate::gap) say("gap", fmt::format("stands for numbers {} to {}", proof.id.seq, proof.last));
  if (proof.fate == Fate::not_allowed) say("counts", fmt::format("for nothing: {}", proof.why));
  if (proof.not_here > 0) {
    say("missing", fmt::format("{} numbers before it have no bytes here; behind them the chain goes on from the digest "
                               "that came with them",
                               proof.not_here));
  }
  say("head", fmt::format("number {}, digest {}", proof.head.through, to_string(proof.head.digest)));
  fmt::print("  proven: the chain holds from number 1 to {}\n", proof.last);
}

int say_events(const CollectorConfiguration& configuration, const std::vector<NamedEvent>& events) {
  if (!store_is_there(configuration)) return 1;
  Store store{configuration.store, Store::Use::read};
  std::vector<EventId> ids;
  for (const NamedEvent& named : events) ids.push_back(named.id);
  const auto proofs = prove_events(store.database(), ids);
  std::size_t proven = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!proofs[i]) {
      fmt::print(stderr, "{}\n", to_string(proofs[i].error()));
    } else if (const auto differs = difference(events[i], *proofs[i])) {
      fmt::print(stderr, "{}: {}\n", to_string(ids[i]), *differs);
    } else {
      say_proof(*proofs[i], configuration.loaded.zone);
      ++proven;
    }
  }
  if (events.size() > 1) fmt::print("{} of {} events proven\n", proven, events.size());
  return proven == events.size() ? 0 : 1;
}

}  // namespace

int verify(const std::filesystem::path& path) { return configured(path, verify_store); }

int verify_events(const std::filesystem::path& path, const std::vector<std::string>& words) {
  const auto events = parse_event_names(words);
  if (!events) {
    fmt::print(stderr, "{}\n", to_string(events.error()));
    return 2;
  }
  return configured(path,
                    [&](const CollectorConfiguration& configuration) { return say_events(configuration, *events); });
}

}  // namespace isocenter::collector
