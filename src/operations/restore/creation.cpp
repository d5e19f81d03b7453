#include "operations/restore/creation.h"

#include "net/apiclient.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/looks.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr std::size_t requestStageOfCreation = 0;
constexpr std::size_t followStageOfCreation = 1;
constexpr auto creationStep = "create"_L1;

} // namespace

void Creation::showStages()
{
    setStages({Stage{firstStage()}, followStage()});
    begin(requestStageOfCreation);
}

void Creation::run()
{
    showStages();
    intend(creationStep, {}, [this](const Result<Nothing> &written) {
        if (written.ok())
            ask([this](const auto &answer) { asked(answer); });
        else
            asked(written.error());
    });
}

void Creation::asked(const Result<QString> &answer)
{
    if (answer.ok()) {
        record(creationStep, {{u"id"_s, answer.value()}});
        adopt(answer.value());
        return;
    }
    const Error &error = answer.error();
    addRequestId(error.requestId);
    if (!net::mayHaveHappened(error)) {
        record(creationStep, {{u"error"_s, toJson(error)}});
        conclude(error);
        return;
    }
    progress(requestStageOfCreation, -1, tr("no answer; looking for it by its stamp"));
    search(error, false);
}

void Creation::search(const Error &error, bool senderIsDead)
{
    find([this, error, senderIsDead](const Result<QString> &found) {
        if (found.ok() && !found.value().isEmpty()) {
            record(creationStep, {{u"id"_s, found.value()}});
            adopt(found.value());
            return;
        }
        if (++m_tries < (senderIsDead ? looksForTheRefused : looksFor(error))) {
            context().clock.after(m_pace.next(), this,
                                  [this, error, senderIsDead] { search(error, senderIsDead); });
            return;
        }
        // Not to find it is no evidence of absence while it may still be on its way, nor is not
        // having been able to look.
        conclude(error, !senderIsDead || !found.ok());
    });
}

void Creation::resume(const JournalEntry &left)
{
    showStages();
    if (!left.intended(creationStep)) {
        conclude(failure(ErrorKind::Cancelled,
                         tr("Oriel ended before the request had left, so nothing was made.")));
        return;
    }
    const QJsonObject came = left.recordOf(creationStep).value_or(QJsonObject());
    if (const QString id = came.value("id"_L1).toString(); !id.isEmpty()) {
        adopt(id);
    } else if (came.contains("error"_L1)) {
        conclude(errorFromJson(came.value("error"_L1).toObject()));
    } else {
        // Whoever could still have sent it is dead: what is not there now never will be.
        progress(requestStageOfCreation, -1, tr("looking for it by its stamp"));
        search(failure(ErrorKind::Cancelled,
                       tr("Oriel ended while it was asking, and the cloud has nothing with its "
                          "stamp: nothing was made.")),
               true);
    }
}

void Creation::adopt(const QString &id)
{
    setResultId(id);
    done(requestStageOfCreation);
    begin(followStageOfCreation);
    m_pace.restart();
    m_lastAnswer = context().clock.elapsed();
    look();
}

void Creation::look()
{
    see([this](const Result<Seen> &seen) {
        const auto now = context().clock.elapsed();
        if (!seen.ok()) {
            if (isTransient(seen.error()) && now - m_lastAnswer < patience)
                context().clock.after(m_pace.next(), this, [this] { look(); });
            else
                conclude(seen.error(), seen.error().kind != ErrorKind::NotFound);
            return;
        }
        m_lastAnswer = now;
        const QString &status = seen.value().status;
        if (status.startsWith("error"_L1)) {
            addLeftover(made());
            conclude(failure(ErrorKind::Failed,
                             seen.value().why.isEmpty()
                                 ? tr("The storage could not make it, and does not say why.")
                                 : seen.value().why));
        } else if (isReady(status)) {
            done(followStageOfCreation);
            conclude(std::nullopt);
        } else {
            // Also what this version does not know: only a state that says so is a success.
            progress(followStageOfCreation, -1, status);
            context().clock.after(m_pace.next(), this, [this] { look(); });
        }
    });
}

bool Creation::isReady(const QString &status) const
{
    return status == "available"_L1;
}

void Creation::conclude(const std::optional<Error> &error, bool unclear)
{
    settle(error, [this, error, unclear] {
        if (!error)
            succeed();
        else if (unclear)
            endUnclear(*error);
        else
            fail(*error);
    });
}

Error Creation::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::BlockStorage, kind, message, context().clock.now());
}

} // namespace oriel::operations
