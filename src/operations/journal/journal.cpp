#include "operations/journal/journal.h"

#include "base/log.h"
#include "operations/journal/journalfile.h"

#include <QtCore/QDir>
#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// What a reading call says where there is no file; the person has been told why.
Error noJournal(const QString &path)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.message = Journal::tr("The journal %1 is not open.").arg(path);
    return error;
}

} // namespace

QString Journal::defaultPath()
{
    // Before Qt 6.7 QStandardPaths knows no StateLocation. The specification wants what is not
    // absolute to be ignored.
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state))
        state = QDir::home().filePath(u".local/state"_s);
    return QDir(state).filePath(u"oriel/journal.sqlite"_s);
}

Journal::Journal(QString path, QObject *parent) : QObject(parent), m_path(std::move(path))
{
    m_thread.setObjectName(u"journal"_s);
    m_worker.moveToThread(&m_thread);
    m_thread.start();
    onFile([this] {
        auto opened = JournalFile::open(m_path);
        if (!opened.ok()) {
            report(opened.error());
            return;
        }
        m_file = std::move(opened->file);
        if (opened->warning)
            QMetaObject::invokeMethod(
                this, [this, warning = *opened->warning] { Q_EMIT trouble(warning); },
                Qt::QueuedConnection);
        if (const auto pruned = m_file->prune(QDateTime::currentDateTimeUtc()); !pruned.ok())
            report(pruned.error());
    });
}

Journal::~Journal()
{
    // Behind all that was asked for before: the thread's queue keeps its order.
    QMetaObject::invokeMethod(
        &m_worker, [this] { m_file.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

template <typename F>
void Journal::onFile(F work)
{
    QMetaObject::invokeMethod(&m_worker, std::move(work), Qt::QueuedConnection);
}

void Journal::report(const Error &error)
{
    QMetaObject::invokeMethod(
        this,
        [this, error] {
            if (std::exchange(m_troubled, true))
                return;
            qCWarning(logOperations, "%s", qUtf8Printable(error.message));
            Q_EMIT trouble(error);
        },
        Qt::QueuedConnection);
}

void Journal::write(QObject *context, Written then,
                    std::function<Result<Nothing>(JournalFile &)> work, bool tells)
{
    onFile([this, guard = QPointer<QObject>(context), then = std::move(then),
            work = std::move(work), tells] {
        const int line = ++m_lines;
        Q_EMIT writing(line);
        if (m_file) {
            if (const auto done = work(*m_file); !done.ok())
                report(done.error());
        }
        Q_EMIT written(line);
        QMetaObject::invokeMethod(
            this,
            [this, guard, then, tells] {
                if (tells)
                    Q_EMIT changed();
                if (then && guard)
                    then();
            },
            Qt::QueuedConnection);
    });
}

void Journal::begin(const JournalEntry &entry, QObject *context, Written then)
{
    write(
        context, std::move(then), [entry](JournalFile &file) { return file.begin(entry); }, true);
}

void Journal::intend(const QString &id, const JournalStep &step, QObject *context, Written then)
{
    write(
        context, std::move(then), [id, step](JournalFile &file) { return file.addStep(id, step); },
        false);
}

void Journal::record(const QString &id, const JournalStep &step)
{
    write(
        this, {}, [id, step](JournalFile &file) { return file.addStep(id, step); }, false);
}

void Journal::end(const JournalEntry &entry)
{
    write(
        this, {}, [entry](JournalFile &file) { return file.end(entry); }, true);
}

template <typename T, typename F>
void Journal::ask(QObject *context, std::function<void(T)> then, F work)
{
    onFile(
        [this, guard = QPointer<QObject>(context), then = std::move(then), work = std::move(work)] {
            T answer = m_file ? work(*m_file) : T(noJournal(m_path));
            QMetaObject::invokeMethod(
                this,
                [guard, then, answer = std::move(answer)] {
                    if (guard)
                        then(answer);
                },
                Qt::QueuedConnection);
        });
}

void Journal::takeUnfinished(const JournalScope &scope, QObject *context, Entries then)
{
    ask<Result<std::vector<JournalEntry>>>(context, std::move(then), [scope](JournalFile &file) {
        return file.takeUnfinished(scope);
    });
}

void Journal::unfinished(QObject *context, Entries then)
{
    ask<Result<std::vector<JournalEntry>>>(context, std::move(then),
                                           [](JournalFile &file) { return file.unfinished(); });
}

void Journal::history(int limit, QObject *context, Entries then)
{
    ask<Result<std::vector<JournalEntry>>>(
        context, std::move(then), [limit](JournalFile &file) { return file.history(limit); });
}

void Journal::durations(const JournalScope &scope, QObject *context,
                        std::function<void(const Durations &)> then)
{
    ask<Result<Durations>>(
        context,
        [then = std::move(then)](const Result<Durations> &answer) {
            then(answer.ok() ? *answer : Durations()); // no history is no error to an estimate
        },
        [scope](JournalFile &file) { return file.durations(scope); });
}

} // namespace oriel::operations
