#include "agent/dicom/dimse_stream.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmnet/dul.h>

#include <optional>

namespace isocenter::agent {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

StreamEnd end_of(const OFCondition& condition) {
  if (condition == DUL_PEERREQUESTEDRELEASE) return StreamEnd::released;
  if (condition == DUL_READTIMEOUT) return StreamEnd::silent;
  if (condition == DUL_PEERABORTEDASSOCIATION || condition == DUL_NETWORKCLOSED) return StreamEnd::closed;
  return StreamEnd::malformed;
}

/// The next fragment of a message, from the PDU at hand or the next one.
tl::expected<DUL_PDV, StreamEnd> next_pdv(T_ASC_Association& association, SteadyTime until) {
  DUL_PDV pdv;
  if (DUL_NextPDV(&association.DULassociation, &pdv).good()) return pdv;
  const auto left = std::chrono::ceil<std::chrono::seconds>(until - std::chrono::steady_clock::now());
  if (left.count() <= 0) return tl::unexpected{StreamEnd::silent};
  const OFCondition read =
      DUL_ReadPDVs(&association.DULassociation, nullptr, DUL_NOBLOCK, static_cast<int>(left.count()));
  // DCMTK's word for "data came" is an error to its own good().
  if (read != DUL_PDATAPDUARRIVED) return tl::unexpected{end_of(read)};
  if (DUL_NextPDV(&association.DULassociation, &pdv).bad()) return tl::unexpected{StreamEnd::malformed};
  return pdv;
}

/// A command or a dataset, fragment by fragment.
struct Part {
  std::uint8_t context = 0;
  std::vector<std::uint8_t> bytes;
};

tl::expected<Part, StreamEnd> read_part(T_ASC_Association& association, DUL_DATAPDV type, std::size_t limit,
                                        std::chrono::seconds patience) {
  Part part;
  auto until = std::chrono::steady_clock::now() + patience;
  for (bool is_first = true;; is_first = false) {
    const auto pdv = next_pdv(association, until);
    if (!pdv) return tl::unexpected{pdv.error()};
    if (pdv->pdvType != type) return tl::unexpected{StreamEnd::malformed};
    if (is_first) {
      part.context = pdv->presentationContextID;
      until = std::chrono::steady_clock::now() + patience;
    }
    if (pdv->presentationContextID != part.context) return tl::unexpected{StreamEnd::malformed};
    if (pdv->fragmentLength > limit - part.bytes.size()) return tl::unexpected{StreamEnd::too_large};
    const auto* data = static_cast<const std::uint8_t*>(pdv->data);
    part.bytes.insert(part.bytes.end(), data, data + pdv->fragmentLength);
    if (pdv->lastPDV) return part;
  }
}

}  // namespace

std::string_view word(StreamEnd end) {
  switch (end) {
    case StreamEnd::released: return "released";
    case StreamEnd::closed: return "closed by the peer";
    case StreamEnd::silent: return "silent for too long";
    case StreamEnd::too_large: return "a message over the size limit";
    case StreamEnd::malformed: return "no valid DIMSE message";
  }
  return "";
}

tl::expected<DimseMessage, StreamEnd> read_message(T_ASC_Association& association, const MessageLimits& limits) {
  const auto command = read_part(association, DUL_COMMANDPDV, limits.command_bytes, limits.patience);
  if (!command) return tl::unexpected{command.error()};
  const auto read = read_dimse_command(command->bytes);
  if (!read) return tl::unexpected{StreamEnd::malformed};
  DimseMessage message{command->context, *read, {}};
  if (!read->has_dataset) return message;
  auto dataset = read_part(association, DUL_DATASETPDV, limits.dataset_bytes, limits.patience);
  if (!dataset) return tl::unexpected{dataset.error()};
  if (dataset->context != message.context) return tl::unexpected{StreamEnd::malformed};
  message.dataset = std::move(dataset->bytes);
  return message;
}

bool write_command(T_ASC_Association& association, std::uint8_t context, std::span<const std::uint8_t> command) {
  std::vector<std::uint8_t> bytes{command.begin(), command.end()};  // DCMTK takes no const
  DUL_PDV pdv{};
  pdv.fragmentLength = static_cast<unsigned long>(bytes.size());
  pdv.presentationContextID = context;
  pdv.pdvType = DUL_COMMANDPDV;
  pdv.lastPDV = OFTrue;
  pdv.data = bytes.data();
  DUL_PDVLIST list{};
  list.count = 1;
  list.pdv = &pdv;
  return DUL_WritePDVs(&association.DULassociation, &list).good();
}

}  // namespace isocenter::agent
