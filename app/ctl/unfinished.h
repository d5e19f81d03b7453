#pragma once

#include "app/ctl/connection.h"

#include <QtCore/QObject>

#include <functional>

namespace oriel::ctl {

/// Prints one line to standard error if operations of this user in this cloud, region and project
/// are unfinished because Oriel quit. Main thread.
class Unfinished final : public QObject
{
    Q_OBJECT

public:
    /// `connection` is open and must outlive this object.
    explicit Unfinished(Connection &connection, QObject *parent = nullptr);

    /// Calls `then` once that was printed, or after a moment: a locked journal must not delay the
    /// command.
    void wait(std::function<void()> then);

private:
    void found(const std::vector<operations::JournalEntry> &entries);
    void finish();

    Connection &m_connection;
    bool m_finished = false;
    std::function<void()> m_then;
};

} // namespace oriel::ctl
