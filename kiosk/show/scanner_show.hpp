#pragma once

#include "kiosk/model/scanner.hpp"
#include "kiosk/show/show.hpp"

namespace isocenter::kiosk {

class ScannerShow : public Show {
 public:
  ScannerShow(SiteName site, DeviceName device, LocalTime local, Words words, Record record,
              std::optional<Milliseconds> timeline);

  std::vector<std::string> subscriptions() const override;
  void take(std::string_view topic, std::string_view payload, Instant now) override;
  void set_connected(bool is_connected, Instant now) override;
  std::uint64_t ignored() const override { return department_.ignored(); }
  void touch(std::string_view id, Instant now) override;
  bool prepare(Instant now, PanelPixels panel) override;
  void draw(Canvas& canvas) override;
  std::string describe(const Canvas& canvas) const override;
  const Palette& palette() const override { return dark; }
  std::string language() const override { return words_.language(); }

 private:
  Department department_;
  Scanner scanner_;
  LocalTime local_;
  Words words_;
  Record record_;
  std::optional<Milliseconds> timeline_;
  ScannerView next_{}, drawn_{};
};

}  // namespace isocenter::kiosk
