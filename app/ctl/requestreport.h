#pragma once

#include "app/ctl/arguments.h"
#include "net/requestlog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

namespace oriel::ctl {

/// What -v, --debug, --log-file and --timing ask for.
class RequestReport
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::RequestReport)

public:
    explicit RequestReport(const Invocation &invocation);

    /// Why the log file cannot be written; empty: it can.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    /// Null where nothing is asked for.
    [[nodiscard]] net::Tracer *tracer();
    /// The table that --timing asks for, on standard output as `openstack` prints it: as CSV where
    /// the command's own result is no table.
    void printTiming() const;

private:
    void write(const QString &line);

    const Invocation &m_invocation;
    QFile m_file;
    QString m_problem;
    net::RequestLog m_log;
};

} // namespace oriel::ctl
