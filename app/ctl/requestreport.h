#pragma once

#include "app/ctl/arguments.h"
#include "net/requestlog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

namespace oriel::ctl {

/// The output for -v, --debug, --log-file and --timing.
class RequestReport
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::RequestReport)

public:
    explicit RequestReport(const Invocation &invocation);

    /// Why the log file cannot be written; empty: it can.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    /// Null if nothing is requested.
    [[nodiscard]] net::Tracer *tracer();
    /// Prints the table for --timing to standard output, as `openstack` does: as CSV if the
    /// command's own result is not a table.
    void printTiming() const;

private:
    void write(const QString &line);

    const Invocation &m_invocation;
    QFile m_file;
    QString m_problem;
    net::RequestLog m_log;
};

} // namespace oriel::ctl
