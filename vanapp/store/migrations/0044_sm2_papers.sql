-- The laptop's second key and certificate, where the office seals with the national algorithms.

ALTER TABLE device ADD COLUMN sm2_key BLOB NOT NULL DEFAULT x'';
ALTER TABLE device ADD COLUMN sm2_certificate TEXT NOT NULL DEFAULT '';
