#include "app/recovery.h"

#include "app/cloudscope.h"
#include "forms/errortext.h"
#include "forms/operationtext.h"
#include "operations/resume/resume.h"
#include "ui/window/mainwindow.h"
#include "ui/window/notice.h"
#include "ui/window/scopewords.h"

using namespace Qt::StringLiterals;

namespace oriel::app {

using operations::Journal;
using operations::JournalEntry;
using operations::JournalScope;

namespace {

/// All embedded demo clouds count as one place: their ports vary, and their IDs are the same at
/// every start.
JournalScope demoPlace()
{
    JournalScope place;
    place.authUrl = u"demo:"_s;
    return place;
}

JournalScope placeOf(CloudScope &scope, bool embedded)
{
    const openstack::Scope &signedIn = scope.scope();
    JournalScope place = demoPlace();
    if (!embedded) {
        place.authUrl = operations::scopeUrl(scope.cloud().auth.authUrl);
        place.region = signedIn.region;
        place.projectId = signedIn.projectId;
        place.user = signedIn.userName;
    }
    place.words = ui::scopeWords(signedIn);
    return place;
}

} // namespace

Recovery::Recovery(Journal &journal, operations::OperationCenter &operations,
                   ui::MainWindow &window, Clock &clock)
    : m_journal(journal)
    , m_operations(operations)
    , m_window(window)
    , m_clock(clock)
{
    m_operations.setJournal(&m_journal, {});
    connect(&m_journal, &Journal::trouble, this, [this](const Error &error) {
        m_window.notifyError(
            error,
            m_journal.isUsable()
                ? tr("Earlier activity is not shown, and unfinished operations are not resumed.")
                : tr("Until this is solved, Oriel does not create or delete anything in the cloud "
                     "and does not shut off instances."));
    });
    closeDemoEntries();
}

void Recovery::closeDemoEntries()
{
    m_journal.takeUnfinished(demoPlace(), this, [this](const auto &taken) {
        if (!taken.ok())
            return;
        for (const JournalEntry &entry : *taken)
            endEntry(entry, tr("The demo cloud ended when Oriel quit."));
    });
}

void Recovery::endEntry(JournalEntry entry, const QString &why)
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.message = why;
    error.when = m_clock.now();
    entry.error = error;
    entry.outcome = operations::Outcome::Unclear;
    entry.ended = m_clock.now();
    m_journal.end(entry);
}

void Recovery::reportUnfinished()
{
    m_journal.unfinished(this, [this](const auto &found) {
        if (!found.ok())
            return;
        std::vector<ui::Notice::Item> here;
        std::vector<ui::Notice::Item> newer;
        for (const JournalEntry &entry : *found) {
            if (entry.scope.isSamePlace(demoPlace()) || m_reported.contains(entry.id))
                continue;
            m_reported.insert(entry.id);
            (forms::needsNewerOriel(entry) ? newer : here)
                .push_back(
                    {entry.id,
                     //: %1: "Create snapshot “backup”"; %2: "mycloud / RegionOne / demo"; %3: a
                     //: user
                     tr("%1 (%2, as %3)").arg(entry.title, entry.scope.words, entry.userName)});
        }
        const QString link = m_window.hasScope() ? tr("Activity") : QString();
        warn(tr("Oriel quit before this finished. Sign in there to finish it."), std::move(here),
             link);
        warn(newerNeeded(), std::move(newer), link);
    });
}

QString Recovery::newerNeeded()
{
    return tr("This needs a newer version of Oriel. It is kept until that version finishes it.");
}

void Recovery::warn(const QString &title, std::vector<ui::Notice::Item> items,
                    const QString &linkText)
{
    if (items.empty())
        return;
    ui::Notice notice;
    notice.kind = ui::Notice::Kind::Warning;
    notice.title = title;
    notice.linkText = linkText;
    notice.link = ui::Route::activity(items.size() == 1 ? items.front().key : QString());
    notice.items = std::move(items);
    m_window.notify(notice);
}

void Recovery::expect(CloudScope &scope)
{
    m_operations.setJournal(&m_journal, placeOf(scope, false));
}

void Recovery::enter(CloudScope &scope, bool embedded)
{
    const JournalScope place = placeOf(scope, embedded);
    m_operations.setJournal(&m_journal, place);
    if (embedded)
        return;
    scope.isPickingUp = true;
    m_journal.takeUnfinished(place, this, [this, &scope, place](const auto &taken) {
        scope.isPickingUp = false;
        if (taken.ok())
            resume(scope, place, *taken);
        reportUnfinished();
        Q_EMIT journalRead();
    });
}

void Recovery::resume(CloudScope &scope, const JournalScope &place,
                      const std::vector<JournalEntry> &entries)
{
    std::vector<const operations::Operation *> started;
    std::vector<ui::Notice::Item> newer;
    for (const JournalEntry &entry : entries) {
        m_window.dismissNotices(entry.id); // signing in for it is no longer needed
        auto operation = operations::resumeOperation(
            entry, {scope.client(), scope.stores(), m_clock, entry.userName, &m_journal, place});
        if (!operation) {
            m_journal.giveBack(entry.id);
            m_reported.insert(entry.id);
            newer.push_back({entry.id, entry.title});
            continue;
        }
        started.push_back(m_operations.start(std::move(operation)));
    }
    warn(newerNeeded(), std::move(newer), tr("Activity"));
    std::vector<ui::Notice::Item> items;
    // An operation that finished immediately reports its own outcome.
    for (const operations::Operation *operation : started) {
        if (operation->outcome() == operations::Outcome::Running)
            items.push_back({operation->id(), operation->title()});
    }
    warn(tr("Oriel quit before this finished. It is being resumed."), std::move(items),
         tr("Activity"));
}

} // namespace oriel::app
