#include "operations/journal/journal.h"

#include "base/log.h"
#include "operations/journal/journalfile.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>
#include <QtCore/QMutex>
#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace oriel::operations {

struct Journal::Shared
{
    Shared(Journal *owner, QString where, LockPatience::Milliseconds lockLimit)
        : path(std::move(where))
        , patience(lockLimit)
        , journal(owner)
    {}

    /// Calls `f` with the journal, unless it was destroyed.
    template <typename F>
    void notify(F f)
    {
        const QMutexLocker lock(&mutex);
        if (journal)
            f(*journal);
    }

    void open();

    const QString path;
    LockPatience patience;
    // Used only on the journal's thread.
    std::unique_ptr<JournalFile> file;
    Error unopened; ///< why no file is open
    int lines = 0;

    QMutex mutex;
    Journal *journal; ///< guarded by mutex; null after its destruction
};

void Journal::Shared::open()
{
    auto opened = JournalFile::open(path, patience);
    Result<Nothing> done = Nothing();
    if (opened.ok()) {
        file = std::move(opened->file);
        done = file->prune(QDateTime::currentDateTimeUtc());
    } else {
        unopened = opened.error();
        done = unopened;
    }
    notify([&](Journal &receiver) {
        if (opened.ok() && opened->warning)
            QMetaObject::invokeMethod(
                &receiver,
                [&receiver, warning = *opened->warning] { Q_EMIT receiver.trouble(warning); },
                Qt::QueuedConnection);
        QMetaObject::invokeMethod(
            &receiver, [&receiver, done] { receiver.noteResult(done); }, Qt::QueuedConnection);
    });
}

QString Journal::defaultPath()
{
    // QStandardPaths has StateLocation only since Qt 6.7. The specification says to ignore relative
    // paths.
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state))
        state = QDir::home().filePath(u".local/state"_s);
    return QDir(state).filePath(u"oriel/journal.sqlite"_s);
}

Journal::Journal(QString path, QObject *parent, LockPatience::Milliseconds lockLimit)
    : QObject(parent)
    , m_path(std::move(path))
    , m_shared(std::make_shared<Shared>(this, m_path, lockLimit))
    , m_thread(new QThread)
    , m_worker(new QObject)
{
    m_thread->setObjectName(u"journal"_s);
    m_worker->moveToThread(m_thread);
    m_thread->start();
    onFile([](Shared &shared) { shared.open(); });
}

Journal::~Journal()
{
    m_shared->patience.close();
    // After everything requested before: the thread's queue keeps its order.
    onFile([thread = m_thread](Shared &shared) {
        shared.file.reset();
        thread->quit();
    });
    using namespace std::chrono_literals;
    const bool ended = m_thread->wait(QDeadlineTimer(LockPatience::whenClosing + 1s));
    {
        const QMutexLocker lock(&m_shared->mutex);
        m_shared->journal = nullptr;
    }
    if (!ended) {
        // The thread hangs in a system call that cannot be interrupted, for example on an
        // unreachable network disk. Destroying a running QThread would abort the program.
        qCWarning(logOperations, "The journal %s does not answer and was left.",
                  qUtf8Printable(m_path));
        return;
    }
    delete m_worker;
    delete m_thread;
}

template <typename F>
void Journal::onFile(F work)
{
    QMetaObject::invokeMethod(
        m_worker, [shared = m_shared, work = std::move(work)]() mutable { work(*shared); },
        Qt::QueuedConnection);
}

/// The result of the newest use of the file.
void Journal::noteResult(const Result<Nothing> &done)
{
    if (std::exchange(m_troubled, !done.ok()) || done.ok())
        return;
    qCDebug(logOperations, "%s", qUtf8Printable(done.error().message));
    Q_EMIT trouble(done.error());
}

void Journal::write(QObject *context, Written then,
                    std::function<Result<Nothing>(JournalFile &)> work, bool notifies, bool reopens)
{
    onFile([guard = QPointer<QObject>(context), then = std::move(then), work = std::move(work),
            notifies, reopens](Shared &shared) {
        const int line = ++shared.lines;
        shared.notify([line](Journal &receiver) { Q_EMIT receiver.writing(line); });
        if (!shared.file && reopens)
            shared.open();
        const Result<Nothing> done =
            shared.file ? work(*shared.file) : Result<Nothing>(shared.unopened);
        shared.notify([&](Journal &receiver) {
            Q_EMIT receiver.written(line);
            QMetaObject::invokeMethod(
                &receiver,
                [&receiver, guard, then, notifies, done] {
                    receiver.noteResult(done);
                    if (notifies)
                        Q_EMIT receiver.changed();
                    if (then && guard)
                        then(done);
                },
                Qt::QueuedConnection);
        });
    });
}

void Journal::begin(const JournalEntry &entry, QObject *context, Written then)
{
    write(
        context, std::move(then), [entry](JournalFile &file) { return file.begin(entry); }, true,
        true);
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

void Journal::giveBack(const QString &id)
{
    write(
        this, {}, [id](JournalFile &file) { return file.giveBack(id); }, true);
}

template <typename T, typename F>
void Journal::ask(QObject *context, std::function<void(T)> then, F work)
{
    onFile([guard = QPointer<QObject>(context), then = std::move(then),
            work = std::move(work)](Shared &shared) {
        T answer = shared.file ? work(*shared.file) : T(shared.unopened);
        shared.notify([&](Journal &receiver) {
            QMetaObject::invokeMethod(
                &receiver,
                [guard, then, answer = std::move(answer)] {
                    if (guard)
                        then(answer);
                },
                Qt::QueuedConnection);
        });
    });
}

void Journal::takeUnfinished(const JournalScope &scope, QObject *context, Entries then,
                             const QString &id)
{
    ask<Result<std::vector<JournalEntry>>>(
        context, std::move(then),
        [scope, id](JournalFile &file) { return file.takeUnfinished(scope, id); });
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
            then(answer.ok() ? *answer : Durations()); // a missing history only means no estimate
        },
        [scope](JournalFile &file) { return file.durations(scope); });
}

} // namespace oriel::operations
