#pragma once

#include <array>
#include <string_view>

#include "kiosk/model/button.hpp"
#include "kiosk/text/words.hpp"
#include "shared/core/equipment_state.hpp"

namespace isocenter::kiosk {

/// What a technologist can say is wrong. Its code travels in `fault.reported`; ids are message ids.
struct FaultCategory {
  std::string_view code;
  Icon icon;
  const char* label;
  const char* examples;
  const char* inside;  ///< as it stands inside a sentence: "Down: cooling or helium"
  Effect effect;
  Cause cause;
};

/// The order is that of the screen.
inline constexpr std::array fault_categories{
    FaultCategory{"table", Icon::table, phrase("Table"), phrase("will not move, noise, stop button"), phrase("table"),
                  Effect::down, Cause::equipment},
    FaultCategory{"coil", Icon::coil, phrase("Coil or accessory"), phrase("coil, injector, monitor, intercom"),
                  phrase("coil or accessory"), Effect::limited, Cause::accessory},
    FaultCategory{"image", Icon::image, phrase("Image quality"), phrase("artefacts, noise, lines, no signal"),
                  phrase("image quality"), Effect::limited, Cause::equipment},
    FaultCategory{"cooling", Icon::cooling, phrase("Cooling or helium"), phrase("chiller, cold head, too warm"),
                  phrase("cooling or helium"), Effect::down, Cause::unexplained},
    FaultCategory{"console", Icon::console, phrase("Console"), phrase("frozen, error, does not start"),
                  phrase("console"), Effect::down, Cause::equipment},
    FaultCategory{"network", Icon::network, phrase("Network"), phrase("no worklist, images not sent"),
                  phrase("network"), Effect::limited, Cause::it},
    FaultCategory{"room", Icon::room, phrase("Room"), phrase("door, light, air, water, power"), phrase("room"),
                  Effect::down, Cause::facility},
    FaultCategory{"other", Icon::other, phrase("Something else"), phrase("what is in no other field"),
                  phrase("something else"), Effect::limited, Cause::unexplained},
};

/// Nothing where no category has that code.
const FaultCategory* find_category(std::string_view code);

}  // namespace isocenter::kiosk
