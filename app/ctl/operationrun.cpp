#include "app/ctl/operationrun.h"

#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "forms/operationtext.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

operations::JournalScope placeOf(openstack::Session &session)
{
    const openstack::Scope &scope = *session.scope();
    return {operations::scopeUrl(session.cloud().auth.authUrl), scope.region, scope.projectId,
            QStringList{scope.cloud, scope.region, scope.projectName}.join(" / "_L1)};
}

} // namespace

QString wordsFor(const operations::Operation &operation)
{
    QString lines;
    if (operation.outcome() != operations::Outcome::Succeeded) {
        const forms::ErrorText text = forms::describe(operation);
        lines = "orielctl: "_L1 + withoutIsolates(text.what) + u' ' + text.why + u'\n';
        if (!text.advice.isEmpty())
            lines += withoutIsolates(text.advice) + u'\n';
        if (!operation.requestIds().isEmpty())
            lines += QCoreApplication::translate("oriel::ctl::Command", "Request ID: %1")
                         .arg(operation.requestIds().join(", "_L1)) +
                     u'\n';
    }
    for (const QString &note : operation.notes())
        lines += note + u'\n';
    return lines;
}

OperationRun::OperationRun(Connection &connection, bool quiet, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_quiet(quiet)
    , m_journal(operations::Journal::defaultPath())
{
    connect(&m_journal, &operations::Journal::trouble, this,
            [](const Error &error) { complain("orielctl: "_L1 + error.message + u'\n'); });
    m_center.setJournal(&m_journal, placeOf(connection.session()));
    connect(&m_center, &operations::OperationCenter::changed, this,
            [this](const operations::Operation *operation) { showStage(*operation); });
    connect(&m_center, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                tell(*operation);
                if (--m_open == 0)
                    m_then(m_failed);
            });
}

operations::Context OperationRun::context()
{
    return {m_connection.client(),
            m_connection.stores(),
            m_connection.clock(),
            m_connection.session().scope()->userName,
            &m_journal,
            placeOf(m_connection.session())};
}

void OperationRun::start(std::vector<std::unique_ptr<operations::Operation>> operations,
                         std::function<void(int)> then)
{
    m_then = std::move(then);
    m_open = static_cast<int>(operations.size());
    for (auto &operation : operations)
        m_center.start(std::move(operation));
}

void OperationRun::letGo(const operations::Operation &operation, const QString &note)
{
    operations::JournalEntry entry = operation.journalEntry();
    entry.outcome = operations::Outcome::Succeeded;
    entry.ended = m_connection.clock().now();
    entry.notes.append(note);
    m_journal.end(entry);
}

void OperationRun::showStage(const operations::Operation &operation)
{
    if (m_quiet)
        return;
    for (const operations::Stage &stage : operation.stages()) {
        if (stage.state != operations::StageState::Running)
            continue;
        QString text = operation.title() + ": "_L1 + stage.title;
        if (stage.percent >= 0)
            text += u" %1 %"_s.arg(stage.percent);
        else if (!stage.detail.isEmpty())
            text += u" · "_s + stage.detail;
        showProgress(text);
        return;
    }
}

void OperationRun::tell(const operations::Operation &operation)
{
    if (operation.outcome() != operations::Outcome::Succeeded)
        ++m_failed;
    if (const QString words = wordsFor(operation); !words.isEmpty())
        complain(words);
}

} // namespace oriel::ctl
