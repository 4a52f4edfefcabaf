-- What people do at the collector is found by its type, and kept out of the way of what states are derived from. The
-- lists are those of shared/core/desk_event.cpp; queries repeat them word for word, or SQLite takes no partial index.
CREATE INDEX event_of_desk ON event (type, id) WHERE fate = 'stored' AND type IN ('contract.loaded', 'contract.removed', 'interval.corrected', 'statement.page', 'statement.issued', 'claim.claimed', 'claim.answered', 'claim.paid', 'user.changed', 'session.opened', 'session.ended', 'access.refused');
DROP INDEX event_of_nodes;
CREATE INDEX event_of_nodes ON event (when_ms) WHERE device IS NULL AND fate IN ('stored', 'gap') AND type NOT IN ('feedback.answered', 'contract.loaded', 'contract.removed', 'interval.corrected', 'statement.page', 'statement.issued', 'claim.claimed', 'claim.answered', 'claim.paid', 'user.changed', 'session.opened', 'session.ended', 'access.refused');
