#include "app/ctl/unfinished.h"

#include "app/ctl/terminal.h"
#include "forms/operationtext.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

constexpr std::chrono::milliseconds longestWait{1'000};

struct UnfinishedWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Unfinished)
};

} // namespace

Unfinished::Unfinished(Connection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    // Reading must not create a journal.
    if (!QFileInfo::exists(operations::Journal::defaultPath())) {
        m_finished = true;
        return;
    }
    connection.journal().unfinished(this, [this](const auto &entries) {
        if (entries.ok())
            found(entries.value());
        finish();
    });
}

void Unfinished::found(const std::vector<operations::JournalEntry> &entries)
{
    const operations::JournalScope place = m_connection.place();
    QStringList titles;
    for (const operations::JournalEntry &entry : entries) {
        if (entry.scope.isSamePlace(place) && entry.userName == place.user &&
            !forms::needsNewerOriel(entry))
            titles.append(entry.title);
    }
    if (titles.isEmpty())
        return;
    complain("orielctl: "_L1 +
             UnfinishedWords::tr(
                 "%n operation(s) did not finish because Oriel quit: %1. Run “orielctl resume”.",
                 nullptr, static_cast<int>(titles.size()))
                 .arg(titles.join(", "_L1)) +
             u'\n');
}

void Unfinished::wait(std::function<void()> then)
{
    if (m_finished) {
        then();
        return;
    }
    m_then = std::move(then);
    m_connection.clock().after(longestWait, this, [this] { finish(); });
}

void Unfinished::finish()
{
    m_finished = true;
    if (const auto then = std::exchange(m_then, {}))
        then();
}

} // namespace oriel::ctl
