"""Oriel's journal as somebody else may read it: what was begun, and how far it has come."""
import os
import pathlib
import sqlite3


class Journal:
    def __init__(self, home):
        self.path = os.path.join(home, 'state', 'oriel', 'journal.sqlite')

    def _ask(self, query, *values):
        if not os.path.exists(self.path):
            return []
        uri = pathlib.Path(self.path).as_uri() + '?mode=ro'
        base = sqlite3.connect(uri, uri=True, timeout=10)
        try:
            return base.execute(query, values).fetchall()
        finally:
            base.close()

    def steps(self, title):
        """The lines of the entry whose title ends so: ("create-image", "intended") and the like, oldest first."""
        return self._ask('SELECT step.name, step.phase FROM step JOIN entry ON entry.id = step.entry_id '
                         'WHERE entry.title LIKE ? ORDER BY step.seq', '%' + title)

    def outcome(self, title):
        """"succeeded", "failed", "unclear"; nothing as long as it goes on."""
        found = self._ask('SELECT outcome FROM entry WHERE ended IS NOT NULL AND title LIKE ?',
                          '%' + title)
        return found[0][0] if found else None
