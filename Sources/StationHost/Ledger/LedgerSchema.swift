import GRDB

extension Ledger {
    /// The schema, a step a version. Steps that have been released are never changed.
    ///
    /// Times are milliseconds since 1970, durations milliseconds, days `YYYY-MM-DD`. `roster` alone holds what names an
    /// inmate, and no index repeats it.
    static let schema: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE station (
                        only INTEGER PRIMARY KEY CHECK (only = 1),
                        dirty INTEGER NOT NULL, visit INTEGER, since INTEGER, refusal TEXT,
                        unconfirmed INTEGER NOT NULL DEFAULT 0,
                        locked_at INTEGER, slot INTEGER, slot_day TEXT
                    ) STRICT;
                    CREATE TABLE visit (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        boot TEXT NOT NULL, decoy INTEGER NOT NULL,
                        marked_at INTEGER NOT NULL, ended_at INTEGER, ending TEXT,
                        entry INTEGER, ticket INTEGER, category TEXT, class TEXT, called_at INTEGER,
                        length INTEGER, override TEXT,
                        started_at INTEGER, cause TEXT, extended INTEGER NOT NULL DEFAULT 0,
                        reasons TEXT NOT NULL DEFAULT '[]', held INTEGER NOT NULL DEFAULT 0,
                        receipt INTEGER, clean INTEGER, wiped_at INTEGER
                    ) STRICT;
                    CREATE INDEX visit_marked_at ON visit (marked_at);
                    -- The text is what the digest is of; the other columns say the same and are for finding it.
                    CREATE TABLE receipt (
                        id INTEGER PRIMARY KEY,
                        visit INTEGER, finished_at INTEGER NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX receipt_finished_at ON receipt (finished_at);
                    CREATE TABLE request (
                        id INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL, verb TEXT NOT NULL, uid INTEGER NOT NULL, pid INTEGER NOT NULL,
                        login TEXT NOT NULL, allowed INTEGER NOT NULL, reason TEXT
                    ) STRICT;
                    CREATE TABLE drill (
                        id INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL, boot TEXT NOT NULL, receipt INTEGER, clean INTEGER NOT NULL,
                        text TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE roster (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        day TEXT NOT NULL, ticket INTEGER NOT NULL, number TEXT NOT NULL, category TEXT NOT NULL,
                        class TEXT NOT NULL, note TEXT, state TEXT NOT NULL, place INTEGER NOT NULL,
                        registered_at INTEGER NOT NULL, called_at INTEGER, visit INTEGER, override TEXT,
                        UNIQUE (day, ticket)
                    ) STRICT;
                    CREATE TABLE quota (
                        month TEXT NOT NULL, digest BLOB NOT NULL, count INTEGER NOT NULL,
                        PRIMARY KEY (month, digest)
                    ) STRICT, WITHOUT ROWID;
                    -- The first four are what is left of a day's roster once it is forgotten.
                    CREATE TABLE day (
                        day TEXT PRIMARY KEY,
                        registered INTEGER, absent INTEGER, first_registered_at INTEGER, last_registered_at INTEGER,
                        ready_after INTEGER, closing_at INTEGER, off_at INTEGER
                    ) STRICT, WITHOUT ROWID;
                    -- What was found of each part, the newest of a day, and a supervisor's word for one that fails.
                    CREATE TABLE part (
                        day TEXT NOT NULL, name TEXT NOT NULL,
                        verdict TEXT NOT NULL, detail TEXT NOT NULL, detail_id TEXT NOT NULL, at INTEGER NOT NULL,
                        accepted_at INTEGER, reason TEXT, troubled INTEGER NOT NULL DEFAULT 0,
                        PRIMARY KEY (day, name)
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO station (only, dirty) VALUES (1, 1);
                    """
            )
        }
        // Lengths come from the boot clock: *_boot is on it, and counts only within the run of the kernel that `boot`, or
        // the column *_in beside it, names. `trust` is how well the clock was believed that gave the day.
        migrator.registerMigration("2") { database in
            try database.execute(
                sql: """
                    ALTER TABLE visit ADD COLUMN day TEXT;
                    ALTER TABLE visit ADD COLUMN trust INTEGER NOT NULL DEFAULT 2;
                    -- What the clock showed as the visit was marked, where that was found to be wrong.
                    ALTER TABLE visit ADD COLUMN showed INTEGER;
                    ALTER TABLE visit ADD COLUMN marked_boot INTEGER;
                    ALTER TABLE visit ADD COLUMN called_boot INTEGER;
                    ALTER TABLE visit ADD COLUMN started_boot INTEGER;
                    ALTER TABLE visit ADD COLUMN ended_boot INTEGER;
                    ALTER TABLE visit ADD COLUMN ended_in TEXT;
                    ALTER TABLE visit ADD COLUMN wiped_boot INTEGER;
                    ALTER TABLE visit ADD COLUMN wiped_in TEXT;
                    CREATE INDEX visit_day ON visit (day);
                    ALTER TABLE roster ADD COLUMN trust INTEGER NOT NULL DEFAULT 2;
                    ALTER TABLE roster ADD COLUMN registered_boot INTEGER;
                    ALTER TABLE roster ADD COLUMN registered_in TEXT;
                    ALTER TABLE roster ADD COLUMN called_boot INTEGER;
                    ALTER TABLE roster ADD COLUMN called_in TEXT;
                    ALTER TABLE roster ADD COLUMN was_called INTEGER NOT NULL DEFAULT 0;
                    UPDATE roster SET was_called = 1 WHERE called_at IS NOT NULL;
                    ALTER TABLE day ADD COLUMN registering INTEGER;
                    ALTER TABLE day ADD COLUMN closing_boot INTEGER;
                    ALTER TABLE day ADD COLUMN closing_in TEXT;
                    ALTER TABLE day ADD COLUMN closing INTEGER;
                    """
            )
        }
        return migrator
    }()
}
