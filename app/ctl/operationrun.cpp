#include "app/ctl/operationrun.h"

#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "forms/operationtext.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct OperationRunWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::OperationRun)
};

} // namespace

QString outcomeLine(const operations::Operation &operation)
{
    QString lines;
    if (operation.outcome() == operations::Outcome::Canceled) {
        lines =
            "orielctl: "_L1 + operation.title() + ": "_L1 + forms::outcomeText(operation) + u'\n';
    } else if (operation.outcome() != operations::Outcome::Succeeded) {
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
{
    m_center.setJournal(&connection.journal(), connection.place());
    connect(&m_center, &operations::OperationCenter::added, this,
            [this](operations::Operation *operation) {
                connect(operation, &operations::Operation::questionChanged, this,
                        [this, operation] { answer(*operation); });
            });
    connect(&m_center, &operations::OperationCenter::changed, this,
            [this](const operations::Operation *operation) {
                showStage(*operation);
                if (m_interrupted)
                    QMetaObject::invokeMethod(this, &OperationRun::finishRun, Qt::QueuedConnection);
                else if (!m_releaseNote.isEmpty() && operation->isOnlyWaiting() &&
                         !m_letGo.contains(operation->id()))
                    leave(*operation);
            });
    connect(&m_center, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                if (m_letGo.contains(operation->id()))
                    return;
                report(*operation);
                if (--m_open == 0)
                    m_then(m_failed);
            });
    connect(&m_signals, &app::TerminationSignals::received, this, &OperationRun::interrupt);
}

std::vector<operations::Operation *> OperationRun::running() const
{
    std::vector<operations::Operation *> all;
    for (const auto &operation : m_center.operations()) {
        if (operation->outcome() == operations::Outcome::Running &&
            !m_letGo.contains(operation->id()))
            all.push_back(operation.get());
    }
    return all;
}

void OperationRun::interrupt(int signal)
{
    const auto open = running();
    if (m_interrupted || open.empty()) {
        stop(signal);
        return;
    }
    m_interrupted = true;
    for (operations::Operation *operation : open) {
        const QString what = operation->cancelText();
        if (operation->canCancel()) {
            //: %1: "Create snapshot “backup”"; %2: a sentence: "The instance is started again."
            complain(OperationRunWords::tr("orielctl: %1 is being canceled. %2")
                         .arg(operation->title(), what) +
                     u'\n');
            operation->cancel();
        } else if (!operation->isOnlyWaiting()) {
            complain(
                OperationRunWords::tr("orielctl: %1 is in progress and will be finished first. %2")
                    .arg(operation->title(), operation->consequence())
                    .trimmed() +
                u'\n');
        }
    }
    finishRun();
    if (!running().empty())
        complain(OperationRunWords::tr("The same signal again (Ctrl+C) stops at once.") + u'\n');
}

void OperationRun::leave(const operations::Operation &operation)
{
    m_letGo.insert(operation.id());
    release(operation, m_releaseNote);
    if (--m_open == 0)
        QMetaObject::invokeMethod(
            this, [this] { m_then(m_failed); }, Qt::QueuedConnection);
}

/// Operations that only wait for the cloud can be left to it.
void OperationRun::finishRun()
{
    for (operations::Operation *operation : running()) {
        if (!operation->isOnlyWaiting())
            continue;
        m_letGo.insert(operation->id());
        release(*operation, OperationRunWords::tr(
                                "orielctl was asked to quit and did not wait for it to finish."));
        complain(OperationRunWords::tr(
                     "orielctl: %1: everything was requested, and the cloud will finish it.")
                     .arg(operation->title()) +
                 u'\n');
        if (--m_open == 0)
            m_then(m_failed);
    }
}

void OperationRun::stop(int signal)
{
    const auto open = running();
    for (const operations::Operation *operation : open)
        //: %1: "Create snapshot “backup”"; %2: a sentence: "The instance is shut off."
        complain(OperationRunWords::tr("orielctl: %1 is not finished. %2")
                     .arg(operation->title(), operation->consequence())
                     .trimmed() +
                 u'\n');
    if (!open.empty())
        complain(OperationRunWords::tr("“orielctl resume” finishes it.") + u'\n');
    app::TerminationSignals::endBy(signal);
}

/// orielctl cannot show questions: it waits if that is an answer, finishes what `orielctl resume`
/// was started for, and cancels the operation otherwise.
void OperationRun::answer(operations::Operation &operation)
{
    const auto &question = operation.question();
    if (!question)
        return;
    complain(question->text + u'\n');
    const auto offers = [&](QLatin1StringView key) {
        return std::ranges::any_of(
            question->choices, [&](const operations::Choice &choice) { return choice.key == key; });
    };
    if (offers(operations::Operation::finishChoice))
        operation.decide(operations::Operation::finishChoice);
    else if (!offers("wait"_L1))
        operation.cancel();
}

operations::Context OperationRun::context()
{
    return {m_connection.client(),   m_connection.stores(),
            m_connection.clock(),    m_connection.session().scope()->userName,
            &m_connection.journal(), m_connection.place()};
}

void OperationRun::start(std::vector<std::unique_ptr<operations::Operation>> operations,
                         std::function<void(int)> then)
{
    m_then = std::move(then);
    m_open = static_cast<int>(operations.size());
    for (auto &operation : operations)
        m_center.start(std::move(operation));
}

void OperationRun::release(const operations::Operation &operation, const QString &note)
{
    operations::JournalEntry entry = operation.journalEntry();
    entry.outcome = operations::Outcome::Requested;
    entry.ended = m_connection.clock().now();
    entry.notes.append(note);
    m_connection.journal().end(entry);
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

void OperationRun::report(const operations::Operation &operation)
{
    if (operation.outcome() != operations::Outcome::Succeeded)
        ++m_failed;
    if (const QString words = outcomeLine(operation); !words.isEmpty())
        complain(words);
}

} // namespace oriel::ctl
