#include "kiosk/model/fault_note.hpp"

#include <algorithm>
#include <array>

namespace isocenter::kiosk {
namespace {

constexpr std::array all_notes{
    FaultNote{"table", "does_not_move", phrase("Does not move")},
    FaultNote{"table", "drifts", phrase("Does not hold its place")},
    FaultNote{"table", "strange_noise", phrase("Strange noise")},
    FaultNote{"table", "stop_button", phrase("Stop button is in")},
    FaultNote{"table", "in_the_way", phrase("Something is in the way")},
    FaultNote{"table", "table_display", phrase("Error on its display")},
    FaultNote{"table", "pad_or_strap", phrase("Pad or strap is broken")},
    FaultNote{"table", "rail_or_lock", phrase("Side rail or lock")},

    FaultNote{"coil", "not_recognised", phrase("Is not recognised")},
    FaultNote{"coil", "no_signal", phrase("Gives no signal")},
    FaultNote{"coil", "plug_or_cable", phrase("Plug or cable is broken")},
    FaultNote{"coil", "injector", phrase("Injector")},
    FaultNote{"coil", "patient_monitor", phrase("Patient monitor")},
    FaultNote{"coil", "intercom", phrase("Intercom or call bell")},
    FaultNote{"coil", "foot_or_hand_switch", phrase("Foot or hand switch")},
    FaultNote{"coil", "probe", phrase("Probe"), "US"},
    FaultNote{"coil", "spine_coil", phrase("Spine coil"), "MR"},

    FaultNote{"image", "stripes_or_rings", phrase("Stripes or rings")},
    FaultNote{"image", "ghosts_or_shadows", phrase("Ghosts or shadows")},
    FaultNote{"image", "too_noisy", phrase("Too noisy")},
    FaultNote{"image", "uneven", phrase("Uneven or too dark")},
    FaultNote{"image", "distorted", phrase("Distorted")},
    FaultNote{"image", "part_missing", phrase("A part is missing")},
    FaultNote{"image", "no_image", phrase("No image at all")},
    FaultNote{"image", "after_service", phrase("Since the last service")},

    FaultNote{"cooling", "chiller_alarm", phrase("Chiller alarm")},
    FaultNote{"cooling", "no_chilled_water", phrase("No chilled water")},
    FaultNote{"cooling", "compressor_stopped", phrase("Compressor stopped"), "MR"},
    FaultNote{"cooling", "helium_pressure_high", phrase("Helium pressure is high"), "MR"},
    FaultNote{"cooling", "helium_level_low", phrase("Helium level is low"), "MR"},
    FaultNote{"cooling", "gradients_too_warm", phrase("Gradients are too warm"), "MR"},
    FaultNote{"cooling", "tube_too_warm", phrase("Tube is too warm"), "CT DX CR XA RF MG PT"},
    FaultNote{"cooling", "detector_too_warm", phrase("Detector is too warm"), "CT DX CR XA RF MG PT NM"},
    FaultNote{"cooling", "room_too_warm", phrase("Room is too warm")},
    FaultNote{"cooling", "water_on_the_floor", phrase("Water on the floor")},

    FaultNote{"console", "frozen", phrase("Frozen")},
    FaultNote{"console", "does_not_start", phrase("Does not start")},
    FaultNote{"console", "error_message", phrase("Error message")},
    FaultNote{"console", "very_slow", phrase("Very slow")},
    FaultNote{"console", "disk_full", phrase("Disk is full")},
    FaultNote{"console", "no_sign_in", phrase("Nobody can sign in")},
    FaultNote{"console", "black_screen", phrase("Screen is black")},
    FaultNote{"console", "keyboard_or_mouse", phrase("Keyboard or mouse")},

    FaultNote{"network", "no_worklist", phrase("No worklist")},
    FaultNote{"network", "images_not_sent", phrase("Images are not sent")},
    FaultNote{"network", "no_earlier_images", phrase("No earlier images")},
    FaultNote{"network", "archive_slow", phrase("The archive is slow")},
    FaultNote{"network", "no_connection", phrase("No connection at all")},
    FaultNote{"network", "telephone", phrase("Telephone")},

    FaultNote{"room", "power", phrase("Power")},
    FaultNote{"room", "light", phrase("Light")},
    FaultNote{"room", "air", phrase("Air conditioning")},
    FaultNote{"room", "door", phrase("Door or its switch")},
    FaultNote{"room", "water", phrase("Water")},
    FaultNote{"room", "gas_or_suction", phrase("Oxygen or suction")},
    FaultNote{"room", "ceiling_mount", phrase("Ceiling mount")},
    FaultNote{"room", "needs_cleaning", phrase("Needs cleaning")},

    FaultNote{"other", "smell_or_smoke", phrase("Smell or smoke")},
    FaultNote{"other", "alarm_sounds", phrase("An alarm sounds")},
    FaultNote{"other", "collision", phrase("Collision")},
    FaultNote{"other", "broken_off", phrase("A part broke off")},
    FaultNote{"other", "liquid_spilled", phrase("Liquid was spilled")},
    FaultNote{"other", "was_moved", phrase("Somebody moved it")},
};

constexpr std::size_t most_notes = 8;

bool is_for(const FaultNote& note, std::string_view modality) {
  return note.only.empty() || (!modality.empty() && note.only.find(modality) != std::string_view::npos);
}

}  // namespace

std::vector<FaultNote> fault_notes(std::string_view category, std::string_view modality) {
  std::vector<FaultNote> notes;
  for (const FaultNote& note : all_notes) {
    if (note.category == category && is_for(note, modality) && notes.size() < most_notes) notes.push_back(note);
  }
  return notes;
}

const FaultNote* find_note(std::string_view word) {
  const auto* const found =
      std::find_if(all_notes.begin(), all_notes.end(), [&](const FaultNote& note) { return note.word == word; });
  return found == all_notes.end() ? nullptr : &*found;
}

}  // namespace isocenter::kiosk
