#include <fmt/format.h>

#include <algorithm>

#include "collector/report/json.hpp"
#include "collector/report/request.hpp"
#include "collector/store/derived_columns.hpp"
#include "collector/web/database_reader.hpp"
#include "collector/web/fault_life.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/saying.hpp"
#include "shared/core/random.hpp"

namespace isocenter::web {
namespace {

using wire::json::Fields;

/// What somebody's clock may be off before "now" of the page is the future here.
constexpr std::chrono::seconds slack{60};

Result<DeviceName> known_device(const Options& options, const DeviceName& device) {
  std::vector<std::string> names;
  for (const ConfiguredDevice& each : options.site.devices) {
    if (each.name == device) return device;
    names.push_back(each.name.text());
  }
  return fail(ErrorKind::invalid, "device",
              fmt::format("\"{}\" is not known{}", device.text(), report::mend_word(device.text(), names)));
}

bool is_code(std::string_view text) {
  constexpr std::size_t longest = 40;
  return text.size() <= longest && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

/// "mr2-1767225600000-3f9a": as the kiosks name theirs, with an end that no other draws.
FaultId new_fault(const DeviceName& device, Instant now) {
  const auto random = random_128_bits();
  return fmt::format("{}-{}-{:02x}{:02x}", device.text(), to_unix_ms(now), random[0], random[1]);
}

Response report_fault(const Request& request, const Options& options) {
  const Instant now = now_utc();
  const auto event = read_body<NewEvent>(request, [&](Fields& body) {
    const DeviceName device = body.device("device");
    if (const auto known = known_device(options, device); !known) body.fail("device", known.error().what);
    FaultReported fault{.fault = new_fault(device, now),
                        .code = body.text("code"),
                        .effect = body.word<Effect>("effect"),
                        .cause = body.optional_word<Cause>("cause").value_or(Cause::unexplained),
                        .source = "person",
                        .at = now,
                        .by = request.person->name};
    if (!is_code(fault.code)) body.fail("code", "must be one word of a-z, 0-9, _ and -, e.g. \"cooling\"");
    return NewEvent{now, device, std::move(fault)};
  });
  if (!event) return wrong_body(event.error(), request);
  const std::string fault = report::json_string(std::get<FaultReported>(event->body).fault);
  return say(options, {*event}, request, fmt::format("\"fault\":{},", fault));
}

std::optional<collector::FaultRow> find_fault(DatabaseReader& reader, const DeviceName& device, const FaultId& fault) {
  sqlite::Statement row{reader.begin(),
                        fmt::format("SELECT {} FROM fault WHERE device = ?1 AND fault = ?2", collector::fault_columns)};
  row.bind(1, std::string_view{device.text()}).bind(2, std::string_view{fault});
  if (!row.step()) return std::nullopt;
  return collector::read_fault(row, device);
}

struct GivenStep {
  DeviceName device;
  FaultStepped step;
};

constexpr std::array steps{FaultStep::called, FaultStep::acknowledged, FaultStep::on_site, FaultStep::repaired,
                           FaultStep::released};

Result<GivenStep> read_step(const Request& request, Instant now) {
  return read_body<GivenStep>(request, [&](Fields& body) {
    GivenStep given{.device = body.device("device"), .step = {}};
    const std::string name = body.text("step");
    const auto found = std::ranges::find(steps, name, [](FaultStep step) { return word(step); });
    given.step = {.step = found == steps.end() ? FaultStep::noted : *found,
                  .fault = body.text("fault"),
                  .at = body.optional_instant("at").value_or(now),
                  .vendor = body.text_or_empty("vendor"),
                  .reference = body.text_or_empty("reference"),
                  .by = request.person->name};
    const bool is_call = given.step.step == FaultStep::called;
    if (!is_call && !given.step.vendor.empty()) body.fail("vendor", "goes with the step \"called\"");
    if (!is_call && !given.step.reference.empty()) body.fail("reference", "goes with the step \"called\"");
    return given;
  });
}

Response step_fault(const Request& request, const Options& options, access::Access& access, DatabaseReader& reader) {
  const Instant now = now_utc();
  auto given = read_step(request, now);
  if (!given) return wrong_body(given.error(), request);
  if (given->step.step == FaultStep::called && request.person->role < Role::biomed) {
    access.refuse(
        {.user = request.person->name, .address = request.address, .route = "/api/v1/fault_steps", .why = "role"});
    return problem(403, "not-allowed", "calling the vendor takes the role biomed or above", request.path);
  }
  const auto fault = find_fault(reader, given->device, given->step.fault);
  if (!fault) return wrong_body({ErrorKind::invalid, "fault", "is not known of this device"}, request);
  if (*given->step.at > now && *given->step.at - now <= slack) given->step.at = now;
  const auto checked = check_step(*fault, given->step.step, *given->step.at, now);
  if (!checked) return wrong_body(checked.error(), request);
  return say(options, {NewEvent{now, given->device, given->step}}, request);
}

Result<NewEvent> read_declaration(const Request& request, const Options& options, Instant now) {
  return read_body<NewEvent>(request, [&](Fields& body) {
    const DeviceName device = body.device("device");
    if (const auto known = known_device(options, device); !known) body.fail("device", known.error().what);
    DeviceDeclared declared{.state = body.word<EquipmentState>("state"),
                            .from = body.optional_instant("from").value_or(now),
                            .until = body.optional_instant("until"),
                            .cause = body.optional_word<Cause>("cause").value_or(Cause::unexplained),
                            .note = body.text_or_empty("note"),
                            .role = std::string{word(request.person->role)},
                            .by = request.person->name};
    if (declared.from < now - slack) {
      body.fail("from", "lies in the past; what was recorded is corrected on its statement, with a reason");
    }
    const bool is_planned = declared.state == EquipmentState::planned_down;
    if (!is_planned && declared.from > now + slack) body.fail("from", "lies in the future; only planned_down may");
    if (!is_planned) declared.from = now;
    return NewEvent{now, device, std::move(declared)};
  });
}

Response declare(const Request& request, const Options& options) {
  const auto event = read_declaration(request, options, now_utc());
  if (!event) return wrong_body(event.error(), request);
  return say(options, {*event}, request);
}

template <typename Words>
std::vector<std::string> words_of(const Words& values) {
  std::vector<std::string> words;
  for (const auto value : values) words.emplace_back(word(value));
  return words;
}

const std::vector<std::string> causes =
    words_of(std::array{Cause::equipment, Cause::accessory, Cause::facility, Cause::it, Cause::user, Cause::consumable,
                        Cause::third_party, Cause::access, Cause::unexplained});

Member cause_member() {
  return {.name = "cause", .description = "unexplained where nothing is said", .required = false, .choices = causes};
}

Route doing(std::string path, std::string summary, std::string description, std::vector<Member> members) {
  return Route{.path = std::move(path),
               .method = "POST",
               .summary = std::move(summary),
               .description = std::move(description),
               .members = std::move(members),
               .answers = {{json_type, {}, place_schema()}},
               .problems = {503}};
}

}  // namespace

std::vector<Route> doing_routes(const Options& options, access::Access& access) {
  const Member device{.name = "device", .description = "its name"};
  Route fault =
      doing("/api/v1/faults", "Report a fault", "Answers with the event's place, and what the fault is called.",
            {device,
             {.name = "code", .description = "one word, e.g. \"cooling\""},
             {.name = "effect",
              .description = "what it does to the device",
              .choices = words_of(std::array{Effect::down, Effect::limited, Effect::none})},
             cause_member()});
  fault.answers = {{json_type, {}, place_schema({"fault"})}};
  fault.by_worker = [&](const Request& request, DatabaseReader&) { return report_fault(request, options); };
  Route step = doing("/api/v1/fault_steps", "Say what happened to a fault",
                     "Each step once, in their order; calling the vendor takes the role biomed.",
                     {device,
                      {.name = "fault", .description = "as it is called"},
                      {.name = "step", .description = "what happened", .choices = words_of(steps)},
                      {.name = "at", .description = "RFC 3339; now where nothing is said", .required = false},
                      {.name = "vendor", .description = "who was called", .required = false},
                      {.name = "reference", .description = "the vendor's number of the call", .required = false}});
  step.problems.push_back(403);
  step.by_worker = [&](const Request& request, DatabaseReader& reader) {
    return step_fault(request, options, access, reader);
  };
  using enum EquipmentState;
  Route state = doing("/api/v1/declarations", "Declare a device's state",
                      "Takes effect at once; planned_down may begin later, and ends at `until` where it is given.",
                      {device,
                       {.name = "state",
                        .description = "what it is from then on",
                        .choices = words_of(std::array{ready, limited, quality_control, planned_down, down})},
                       {.name = "from", .description = "RFC 3339; now where nothing is said", .required = false},
                       {.name = "until", .description = "RFC 3339; of planned_down", .required = false},
                       cause_member(),
                       {.name = "note", .description = "in a few words; no patient's", .required = false}});
  state.by_worker = [&](const Request& request, DatabaseReader&) { return declare(request, options); };
  return {std::move(fault), std::move(step), std::move(state)};
}

}  // namespace isocenter::web
