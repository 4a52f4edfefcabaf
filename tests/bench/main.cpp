#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/do_nothing.hpp"
#include "tests/bench/parts.hpp"

namespace {

using namespace isocenter::bench;

struct Part {
  const char* name;
  void (*measure)(Options&, Results&);
};
// In this order: the latency's background is half of the ingest rate.
constexpr Part parts[] = {{"ingest", measure_ingest},       {"backlog", measure_backlog}, {"latency", measure_latency},
                          {"footprint", measure_footprint}, {"watched", measure_watched}, {"pages", measure_pages}};

int measure(Options& options, const std::vector<std::string>& wanted, const std::string& json) {
  Results results;
  try {
    for (const Part& part : parts) {
      const bool is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), part.name) != wanted.end();
      if (is_wanted) part.measure(options, results);
    }
    print(results);
    if (!json.empty()) write_json(results, json);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "isocenter-bench: %s\n", failure.what());
    return 1;
  }
  return results.troubles.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  CLI::App app{"Measures Isocenter against what bounds it. Targets that are missed are marked."};
  Options options;
  std::vector<std::string> wanted;
  std::string json, url, file;
  std::string folder = "/var/tmp";
  app.add_option("parts", wanted, "ingest, backlog, latency, footprint, watched, pages; all where none is named")
      ->check(CLI::IsMember({"ingest", "backlog", "latency", "footprint", "watched", "pages"}));
  app.add_option("--json", json, "write the figures into this file");
  app.add_option("--folder", folder, "on the disk that is to be measured")->capture_default_str();
  app.add_option("--repeats", options.repeats, "runs of each pair; medians are shown")->capture_default_str();
  app.add_option("--events", options.ingest_events, "of an ingest run")->capture_default_str();
  app.add_option("--backlog", options.backlog_events, "events of a backlog run")->capture_default_str();
  app.add_option("--nodes", options.department.nodes)->capture_default_str();
  app.add_option("--devices", options.department.devices)->capture_default_str();
  app.add_option("--years", options.years, "that pages look back on")->capture_default_str();
  app.add_option("--store", options.store, "FOLDER/isocenter.db: keep the store of pages there, and use it again");
  app.add_option("--limit", options.limit, "take this for the rate of the subscriber that does nothing");
  CLI::App* const counting = app.add_subcommand("count", "")->group("");
  counting->add_option("url", url)->required();
  counting->add_option("file", file)->required();
  CLI11_PARSE(app, count, words);
  if (*counting) return count_messages(url, file);
  ::setenv("TMPDIR", folder.c_str(), 1);  // what is measured is a disk, not memory
  return measure(options, wanted, json);
}
