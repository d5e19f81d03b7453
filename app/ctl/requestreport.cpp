#include "app/ctl/requestreport.h"

#include "app/ctl/terminal.h"

#include <QtCore/QDateTime>

#include <cmath>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

net::RequestLog::Detail detailOf(int verbosity)
{
    using Detail = net::RequestLog::Detail;
    return verbosity > 1 ? Detail::Everything : verbosity == 1 ? Detail::Lines : Detail::None;
}

} // namespace

RequestReport::RequestReport(const Invocation &invocation)
    : m_invocation(invocation)
    , m_log(detailOf(invocation.verbosity), [this](const QString &line) { write(line); })
{
    if (invocation.logFile.isEmpty())
        return;
    m_file.setFileName(invocation.logFile);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Text))
        m_problem = tr("--log-file: %1 cannot be written: %2")
                        .arg(invocation.logFile, m_file.errorString());
}

net::Tracer *RequestReport::tracer()
{
    return m_invocation.verbosity > 0 || m_invocation.timing ? &m_log : nullptr;
}

void RequestReport::write(const QString &line)
{
    complain(line + u'\n');
    if (!m_file.isOpen())
        return;
    m_file.write(
        (QDateTime::currentDateTime().toString(u"yyyy-MM-dd hh:mm:ss.zzz "_s) + line + u'\n')
            .toUtf8());
    m_file.flush();
}

void RequestReport::printTiming() const
{
    if (!m_invocation.timing)
        return;
    Listing listing{{u"URL"_s, u"Seconds"_s}, {}};
    double total = 0;
    const auto row = [&listing](const QString &what, double seconds) {
        listing.rows.push_back({Cell{what}, Cell{QJsonValue(seconds)}});
    };
    for (const net::RequestLog::Timing &timing : m_log.timings()) {
        row(timing.request, timing.seconds);
        total += timing.seconds;
    }
    row(u"Total"_s, std::round(total * 1e6) / 1e6); // without rounding errors of the sum
    OutputOptions options;
    if (m_invocation.output.format != Format::Table)
        options.format = Format::Csv;
    if (const auto text = render(std::move(listing), options))
        print(u'\n' + *text);
}

} // namespace oriel::ctl
