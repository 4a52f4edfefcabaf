-- Planned work is booked by what people declare and do not take back at once.
DROP INDEX event_declared;
CREATE INDEX event_announced ON event (device, when_ms) WHERE type IN ('device.declared', 'event.withdrawn') AND fate = 'stored';
-- What comes late is worked out anew from the exams that ended after it, not from all there ever were.
-- One that still runs has no end yet, and belongs to them.
CREATE INDEX exam_by_end ON exam (device, coalesce(running_to, 9223372036854775807));
