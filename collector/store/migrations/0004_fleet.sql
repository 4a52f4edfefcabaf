-- A fleet's figures look back on a year of every device, and most of that time costs nothing.
CREATE INDEX interval_that_may_cost ON interval (device, from_ms) WHERE state IN ('down', 'limited', 'planned_down', 'unknown') OR (state = 'closed' AND grade = 'D');
-- Planned work is booked by what people declare; there is little of that among what a device tells.
CREATE INDEX event_declared ON event (device, when_ms) WHERE type = 'device.declared' AND fate = 'stored';
