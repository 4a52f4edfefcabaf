#include "shared/wire/batch.hpp"
#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

namespace isocenter::wire {

Result<Acknowledgement> parse_acknowledgement(std::string_view payload) {
  json::Document document{payload, max_batch_bytes};
  json::Fields root = document.root();
  if (root.number("v") != 1) root.fail(ErrorKind::unsupported, "v", "is not 1, the only version known here");
  Acknowledgement acknowledgement;
  acknowledgement.from = root.text("from");
  acknowledgement.store = root.text("store", 32);
  acknowledgement.unreadable = root.flag_or_false("unreadable");
  if (acknowledgement.store == "ok" && root.has("epoch")) {
    acknowledgement.epoch = root.epoch("epoch");
    acknowledgement.through = root.number("through");
    acknowledgement.digest = root.digest("digest");
  }
  return document.result(std::move(acknowledgement));
}

std::string format_acknowledgement(const Acknowledgement& acknowledgement) {
  std::string out;
  {
    json::ObjectWriter root{out};
    root.add("v", 1).add("from", acknowledgement.from);
    if (acknowledgement.store == "ok" && acknowledgement.epoch) {
      root.add("epoch", *acknowledgement.epoch)
          .add("through", acknowledgement.through)
          .add("digest", acknowledgement.digest);
    }
    root.add("store", acknowledgement.store);
    if (acknowledgement.unreadable) root.add("unreadable", true);
  }
  return out;
}

}  // namespace isocenter::wire
