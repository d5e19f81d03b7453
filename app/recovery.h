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

/// Writes every operation of this run to the journal, resumes those that an earlier run left
/// unfinished, and notifies the user. GUI thread.
class Recovery final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    Recovery(operations::Journal &journal, operations::OperationCenter &operations,
             ui::MainWindow &window, Clock &clock);

    /// While the user is not signed in: notifies about unfinished operations.
    void reportUnfinished();
    /// `scope` is shown while signing in to it: operations started now belong to it.
    void expect(CloudScope &scope);
    /// `scope` is shown from now on. The demo cloud of this process (`embedded`) ends with Oriel,
    /// so it has nothing to resume.
    void enter(CloudScope &scope, bool embedded);

Q_SIGNALS:
    /// The unfinished operations of a scope were read, and those that can be resumed are running.
    void journalRead();

private:
    void closeDemoEntries();
    void resume(CloudScope &scope, const operations::JournalScope &place,
                const std::vector<operations::JournalEntry> &entries);
    /// Shows one warning about all of `items`, or none if there are none.
    void warn(const QString &title, std::vector<ui::Notice::Item> items, const QString &linkText);
    [[nodiscard]] static QString newerNeeded();
    void endEntry(operations::JournalEntry entry, const QString &why);

    operations::Journal &m_journal;
    operations::OperationCenter &m_operations;
    ui::MainWindow &m_window;
    Clock &m_clock;
    QSet<QString> m_reported; ///< IDs of the unfinished entries of other scopes
};

} // namespace oriel::app
