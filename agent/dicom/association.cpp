#include "agent/dicom/association.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dul.h>
#include <fmt/format.h>

#include <array>
#include <mutex>
#include <utility>

#include "agent/dicom/association_refusal.hpp"
#include "agent/dicom/dcmtk_setup.hpp"
#include "agent/dicom/dimse_response.hpp"
#include "agent/dicom/doorkeeper.hpp"

namespace isocenter::agent {
namespace {

constexpr long max_pdu_bytes = 16 * 1024;
constexpr int acse_timeout_s = 5;
constexpr int drop_timeout_s = 1;

/// DCMTK takes the next connection's socket from a global variable; so one at a time, whatever acceptor it is for.
std::mutex& socket_handle_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// Holds the mutex and DCMTK's global; puts both back.
class SocketHandover {
 public:
  explicit SocketHandover(int socket) : lock_{socket_handle_mutex()} { dcmExternalSocketHandle.set(socket); }
  ~SocketHandover() { dcmExternalSocketHandle.set(-1); }
  SocketHandover(const SocketHandover&) = delete;
  SocketHandover& operator=(const SocketHandover&) = delete;

 private:
  std::scoped_lock<std::mutex> lock_;
};

struct DropAssociation {
  void operator()(T_ASC_Association* association) const {
    ASC_dropSCPAssociation(association, drop_timeout_s);
    ASC_destroyAssociation(&association);
  }
};
using AssociationPointer = std::unique_ptr<T_ASC_Association, DropAssociation>;

/// Null where DCMTK refuses the request all the same.
AssociationPointer receive(T_ASC_Network* network, int socket) {
  T_ASC_Association* association = nullptr;
  const SocketHandover handover{socket};
  const OFCondition received = ASC_receiveAssociation(network, &association, max_pdu_bytes, nullptr, nullptr, OFFalse,
                                                      DUL_NOBLOCK, acse_timeout_s);
  AssociationPointer owned{association};
  if (received.bad()) owned.reset();
  return owned;
}

bool acknowledge(T_ASC_Association& association, const std::string& called) {
  std::array<const char*, 2> abstract_syntaxes{UID_VerificationSOPClass, UID_ModalityPerformedProcedureStepSOPClass};
  std::array<const char*, 2> transfer_syntaxes{UID_LittleEndianExplicitTransferSyntax,
                                               UID_LittleEndianImplicitTransferSyntax};
  const OFCondition accepted = ASC_acceptContextsWithPreferredTransferSyntaxes(
      association.params, abstract_syntaxes.data(), static_cast<int>(abstract_syntaxes.size()),
      transfer_syntaxes.data(), static_cast<int>(transfer_syntaxes.size()));
  if (accepted.bad()) return false;
  ASC_setAPTitles(association.params, nullptr, nullptr, called.c_str());
  return ASC_acknowledgeAssociation(&association).good();
}

/// What was agreed for a presentation context; nothing where it was not accepted.
struct Context {
  std::string abstract_syntax;
  Encoding encoding = Encoding::implicit_little_endian;
};

std::optional<Context> find_context(T_ASC_Association& association, std::uint8_t id) {
  T_ASC_PresentationContext context{};
  if (ASC_findAcceptedPresentationContext(association.params, id, &context).bad()) return std::nullopt;
  const bool is_explicit = std::string_view{context.acceptedTransferSyntax} == UID_LittleEndianExplicitTransferSyntax;
  return Context{context.abstractSyntax,
                 is_explicit ? Encoding::explicit_little_endian : Encoding::implicit_little_endian};
}

bool is_normalised_request(const DimseCommand& command) {
  constexpr std::array fields{DimseField::n_get_rq,    DimseField::n_set_rq,    DimseField::n_action_rq,
                              DimseField::n_create_rq, DimseField::n_delete_rq, DimseField::n_event_report_rq};
  for (const DimseField field : fields) {
    if (command.is(field)) return true;
  }
  return false;
}

/// What to answer; nothing where the message has no place on this association, which then is aborted.
std::optional<MppsAnswer> answer(const DimseMessage& message, const Context& context, const MppsPeer& peer,
                                 MppsService& service) {
  const DimseCommand& command = message.command;
  if (command.is(DimseField::c_echo_rq)) return MppsAnswer{};
  if (!is_normalised_request(command)) return std::nullopt;
  const auto refuse = [&](DimseStatus status, std::string comment) {
    MppsAnswer refused{status, std::move(comment), 0, {}, command.sop_instance};
    service.note(peer, fmt::format("request {:04X}H", command.field), refused);
    return refused;
  };
  const bool creates = command.is(DimseField::n_create_rq);
  if (!creates && !command.is(DimseField::n_set_rq)) {
    return refuse(DimseStatus::unrecognised_operation, "only N-CREATE and N-SET are served");
  }
  if (context.abstract_syntax != mpps_sop_class) {
    return refuse(DimseStatus::sop_class_not_supported, "not on this presentation context");
  }
  const MppsRequest request{command.sop_class, command.sop_instance, peer, message.dataset, context.encoding};
  return creates ? service.create(request) : service.set(request);
}

}  // namespace

Result<std::unique_ptr<AssociationAcceptor>> AssociationAcceptor::make(int listening, MessageLimits limits,
                                                                       MppsService& service) {
  if (!set_up_dcmtk()) {
    return fail(ErrorKind::unavailable, "DCMTK",
                "its data dictionary was not found; install libdcmtk17 or set DCMDICTPATH");
  }
  T_ASC_Network* network = nullptr;
  const SocketHandover handover{listening};
  if (ASC_initializeNetwork(NET_ACCEPTOR, 0, acse_timeout_s, &network).bad()) {
    return fail(ErrorKind::unavailable, "DCMTK", "does not take the listening socket; is there a free descriptor?");
  }
  return std::unique_ptr<AssociationAcceptor>{new AssociationAcceptor{network, limits, service}};
}

AssociationAcceptor::AssociationAcceptor(T_ASC_Network* network, MessageLimits limits, MppsService& service)
    : network_{network}, limits_{limits}, service_{service} {}

AssociationAcceptor::~AssociationAcceptor() { ASC_dropNetwork(&network_); }

void AssociationAcceptor::serve(int socket, int duplicate, const MppsPeer& peer, Idleness& idleness) {
  const AssociationPointer association = receive(network_, socket);
  idleness.begin();  // before the peer hears of it, so that whoever is accepted later is idle for less
  if (!association || !acknowledge(*association, association->params->DULparams.calledAPTitle)) return;
  for (;;) {
    const auto message = read_message(*association, limits_);
    idleness.end();
    if (!message && message.error() == StreamEnd::released) {
      ASC_acknowledgeRelease(association.get());
      return;
    }
    const auto context = message ? find_context(*association, message->context) : std::nullopt;
    const auto reply = context ? answer(*message, *context, peer, service_) : std::nullopt;
    if (!reply) {
      const std::string_view why = message ? "a request outside what was agreed" : word(message.error());
      ends_.note(fmt::format("mpps: association from {} ended: {}", peer.address, why));
      say_last(duplicate, abort_pdu());  // DCMTK's own abort would then wait 5 s for the peer to close
      return;
    }
    if (!write_command(*association, message->context, encode_dimse_response(message->command, *reply))) return;
    idleness.begin();
  }
}

}  // namespace isocenter::agent
