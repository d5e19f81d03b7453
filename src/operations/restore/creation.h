#pragma once

#include "operations/operation.h"
#include "operations/pace.h"

#include "base/result.h"

#include <functional>

namespace oriel::operations {

/// Makes one thing in the block storage service that carries Oriel's stamp (oriel:operation): sent
/// exactly once, found by the stamp where the answer is lost, and followed until it is available or
/// in error. What a subclass says is how to ask, to find and to look.
class Creation : public Operation
{
    Q_OBJECT

public:
    using Operation::Operation;

protected:
    struct Seen
    {
        QString status;
        QString why; ///< the cloud's words on its failure; may be empty
    };
    using Found = std::function<void(const Result<QString> &id)>;

    /// Sends the request; the id of what it began.
    virtual void ask(Found then) = 0;
    /// Looks for the stamp; an empty id where there is none.
    virtual void find(Found then) = 0;
    virtual void see(std::function<void(const Result<Seen> &)> then) = 0;
    /// Whether nothing more will come after this status, and it is well.
    [[nodiscard]] virtual bool isReady(const QString &status) const;
    /// What is left behind when it is in error.
    [[nodiscard]] virtual Subject made() const = 0;
    /// Called once before the end: what else has changed by it. Ends with end().
    virtual void settle(const std::optional<Error> &error, std::function<void()> end) = 0;
    [[nodiscard]] virtual QString firstStage() const = 0;
    [[nodiscard]] virtual Stage followStage() const = 0;

    void run() override;
    void resume(const JournalEntry &left) override;

private:
    void showStages();
    void asked(const Result<QString> &answer);
    void search(const Error &error, bool senderIsDead);
    void adopt(const QString &id);
    void look();
    void conclude(const std::optional<Error> &error, bool unclear = false);
    [[nodiscard]] Error failure(ErrorKind kind, const QString &message) const;

    Pace m_pace;
    int m_tries = 0;
    std::chrono::milliseconds m_lastAnswer{0};
};

} // namespace oriel::operations
