#include <variant>

#include "shared/wire/event_data.hpp"

namespace isocenter::wire {
namespace {

using json::longest_reason;
using json::ObjectWriter;

constexpr auto name_text = [](const auto& name) -> std::string_view { return name.text(); };

void write_device(ObjectWriter& out, const ConfiguredDevice& device) {
  out.add("name", device.name).add_unless_empty("title", device.title).add_unless_empty("room", device.room);
  out.add_unless_empty("modality", device.modality).add("node", device.node).add("order", device.order);
  if (!device.hours.empty()) {
    out.list("hours", device.hours, [](ObjectWriter& span, const LocalSpan& hours) {
      span.add("weekday", hours.weekday).add("from_minute", hours.from_minute).add("to_minute", hours.to_minute);
    });
  }
  out.add_unless_empty("manufacturer", device.manufacturer).add_unless_empty("model", device.model);
  out.add_unless_empty("serial", device.serial).add_unless_empty("asset_tag", device.asset_tag);
  out.add_unless_empty("installed", device.installed).add_unless_empty("end_of_support", device.end_of_support);
}

void write_node(ObjectWriter& out, const ConfiguredNode& node) {
  out.add("name", node.name);
  if (!node.declares.empty()) out.texts("declares", node.declares, name_text);
  if (!node.areas.empty()) out.texts("areas", node.areas);
}

void write_facts(ObjectWriter& data, const ExamFacts& facts) {
  data.add("exam", facts.exam);
  if (!facts.orders.empty()) data.texts("orders", facts.orders);
  data.add("study", facts.study).add("procedure", facts.procedure);
}

struct WriteData {
  ObjectWriter& data;

  void operator()(const NodeStarted& started) const {
    data.add_unless_empty("software", started.software);
    if (started.epoch_before) data.add("epoch_before", *started.epoch_before).add("last_before", started.last_before);
    data.add("alive_until", started.alive_until);
  }
  void operator()(const NodePaused& paused) const { data.add("from", paused.from).add("to", paused.to); }
  void operator()(const ClockStepped& stepped) const { data.add("by_ms", stepped.by.count()); }
  void operator()(const OutboxGap& gap) const { data.add("reason", gap.reason); }
  void operator()(const NodeSilent& silent) const {
    data.add("node", silent.node).add("epoch", silent.epoch).add("last_receipt", silent.last_receipt);
    data.add("until", silent.until).add("why", silent.why);
  }
  void operator()(const NodeHeard& heard) const {
    data.add("node", heard.node).add("epoch", heard.epoch).add("last_receipt", heard.last_receipt);
    data.add("difference_before_ms", heard.difference_before.count());
    data.add("difference_after_ms", heard.difference_after.count()).add("stood_still", heard.stood_still);
  }
  void operator()(const ConfigurationLoaded& loaded) const {
    data.add("zone", loaded.zone).add("tzdata", loaded.tzdata);
    data.list("devices", loaded.devices, write_device).list("nodes", loaded.nodes, write_node);
  }
  void operator()(const DeviceObserved& observed) const {
    data.add("reachable", observed.reachable).add("activity", observed.activity).add("since", observed.since);
    data.add_unless_empty("reason", observed.reason).add_unless_empty("source", observed.source);
  }
  void operator()(const DeviceDeclared& declared) const {
    data.add("state", declared.state).add("from", declared.from).add("until", declared.until);
    data.add("cause", declared.cause).add_unless_empty("note", declared.note).add_unless_empty("role", declared.role);
    data.add_unless_empty("by", declared.by);
  }
  void operator()(const ExamStarted& started) const {
    write_facts(data, started.facts);
    data.add("subject", started.subject).add("at", started.at);
    if (started.open_ends_after) data.add("open_ends_after_s", started.open_ends_after->count());
    data.add_unless_empty("source", started.source);
  }
  void operator()(const ExamUpdated& updated) const { write_facts(data, updated.facts); }
  void operator()(const ExamEnded& ended) const {
    write_facts(data, ended.facts);
    data.add("at", ended.at).add("status", ended.status).add_unless_empty("reason", ended.reason);
    data.add("images", ended.images);
  }
  void operator()(const ExamStepped& stepped) const {
    data.add("exam", stepped.exam).add("step", stepped.step).add("at", stepped.at);
  }
  void operator()(const FaultReported& fault) const {
    data.add("fault", fault.fault).add("code", fault.code).add("effect", fault.effect).add("cause", fault.cause);
    data.add("source", fault.source).add("at", fault.at).add_unless_empty("by", fault.by);
  }
  void operator()(const FaultStepped& fault) const {
    data.add("fault", fault.fault).add("at", fault.at);
    data.add_unless_empty("vendor", fault.vendor).add_unless_empty("reference", fault.reference);
    data.add_unless_empty("note", fault.note).add_unless_empty("by", fault.by);
  }
  void operator()(const EventWithdrawn& withdrawn) const {
    data.add("epoch", withdrawn.epoch).add("seq", withdrawn.seq).add("digest", withdrawn.digest);
  }
  void operator()(const ReadingTaken& reading) const {
    data.add("sensor", reading.sensor).add("value", reading.value).add_unless_empty("unit", reading.unit);
  }
  void operator()(const CheckDone& check) const { data.add("check", check.check).add("outcome", check.outcome); }
  void operator()(const FeedbackAnswered& feedback) const {
    data.add("score", feedback.score).add("of", feedback.of);
    if (!feedback.reasons.empty()) data.texts("reasons", feedback.reasons);
    data.add_unless_empty("language", feedback.language).add_unless_empty("area", feedback.area);
  }
  void operator()(const ContractLoaded& loaded) const {
    data.add("contract", loaded.contract).texts("terms", loaded.terms).add("digest", loaded.digest);
  }
  void operator()(const ContractRemoved& removed) const { data.add("contract", removed.contract); }
  void operator()(const IntervalCorrected& corrected) const {
    data.add("from", corrected.from).add("to", corrected.to).add("reading", corrected.reading);
    data.add("state", corrected.state).add("cause", corrected.cause);
    data.add("reason", corrected.reason, longest_reason).add("by", corrected.by);
  }
  void operator()(const StatementPage& page) const {
    data.add("statement", page.statement).add("page", page.page).texts("text", page.text);
  }
  void operator()(const StatementIssued& issued) const {
    data.add("statement", issued.statement).add("contract", issued.contract).add("terms", issued.terms);
    data.add("period_from", issued.period_from).add("period_to", issued.period_to);
    data.add("edition", issued.edition).add("pages", issued.pages).add("digest", issued.digest).add("by", issued.by);
  }
  void operator()(const ClaimStepped& claim) const {
    data.add("statement", claim.statement).add("on", claim.on);
    data.add("amount", claim.amount).add("currency", claim.currency);
    data.add_unless_empty("reference", claim.reference).add_unless_empty("outcome", claim.outcome);
    if (!claim.times.empty()) {
      data.list("times", claim.times, [](ObjectWriter& out, const VendorTime& time) {
        out.add("from", time.from).add("to", time.to);
        out.add("vendor_from", time.vendor_from).add("vendor_to", time.vendor_to);
      });
    }
    if (!claim.note.empty()) data.add("note", claim.note, longest_reason);
    data.add("by", claim.by);
  }
  void operator()(const UserChanged& user) const {
    data.add("user", user.user).add("change", user.change).add_unless_empty("role", user.role).add("by", user.by);
  }
  void operator()(const SessionOpened& session) const {
    data.add("user", session.user).add("address", session.address);
  }
  void operator()(const SessionEnded& session) const { data.add("user", session.user).add("why", session.why); }
  void operator()(const AccessRefused& refused) const {
    data.add_unless_empty("user", refused.user).add("address", refused.address).add("route", refused.route);
    data.add("why", refused.why).add("count", refused.count);
  }
  void operator()(const UnknownEvent&) const {}
};

}  // namespace

void write_data(ObjectWriter& data, const EventBody& body) { std::visit(WriteData{data}, body); }

}  // namespace isocenter::wire
