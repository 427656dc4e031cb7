-- Training's visits come from its office like everybody's: nobody needs the key of an invented resident here.

ALTER TABLE visits DROP COLUMN person;
