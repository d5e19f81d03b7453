#pragma once

#include "base/clock.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "ui/window/notice.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

namespace oriel::ui {
class MainWindow;
}

namespace oriel::app {

class CloudScope;

/// Has every operation of this run written to the journal, resumes what an earlier run has left
/// unfinished, and says so. GUI thread.
class Recovery final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    Recovery(operations::Journal &journal, operations::OperationCenter &operations,
             ui::MainWindow &window, Clock &clock);

    /// The user is not signed in: says what waits for that.
    void reportUnfinished();
    /// `scope` is shown while it is being signed in to: what is started there belongs to it.
    void expect(CloudScope &scope);
    /// `scope` is shown from now on. The demo cloud of this process (`embedded`) ends with Oriel,
    /// so nothing is left to resume there.
    void enter(CloudScope &scope, bool embedded);

Q_SIGNALS:
    /// What was left in a scope has been read, and what can be resumed runs.
    void journalRead();

private:
    void closeDemoEntries();
    void resume(CloudScope &scope, const operations::JournalScope &place,
                const std::vector<operations::JournalEntry> &entries);
    /// Shows one warning about all of `items`, or none where that is empty.
    void warn(const QString &title, std::vector<ui::Notice::Item> items, const QString &linkText);
    [[nodiscard]] static QString newerNeeded();
    void endEntry(operations::JournalEntry entry, const QString &why);

    operations::Journal &m_journal;
    operations::OperationCenter &m_operations;
    ui::MainWindow &m_window;
    Clock &m_clock;
    QSet<QString> m_reported; ///< ids of the unfinished entries of other places
};

} // namespace oriel::app
