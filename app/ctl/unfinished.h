#pragma once

#include "app/ctl/connection.h"

#include <QtCore/QObject>

#include <functional>

namespace oriel::ctl {

/// Says on standard error, in one line, that operations of this user in this cloud, region and
/// project are unfinished, because the Oriel that began them ended. Main thread.
class Unfinished final : public QObject
{
    Q_OBJECT

public:
    /// `connection` is open and outlives it.
    explicit Unfinished(Connection &connection, QObject *parent = nullptr);

    /// Calls `then` once it is said, or after a moment: nobody waits for a journal that is locked.
    void wait(std::function<void()> then);

private:
    void found(const std::vector<operations::JournalEntry> &entries);
    void finish();

    Connection &m_connection;
    bool m_finished = false;
    std::function<void()> m_then;
};

} // namespace oriel::ctl
