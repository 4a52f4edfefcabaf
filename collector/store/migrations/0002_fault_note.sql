-- What somebody said of a fault more closely, by choice.
ALTER TABLE fault ADD COLUMN note TEXT NOT NULL DEFAULT '';
