#pragma once

#include "net/transport.h"

#include <QtCore/QStringList>

#include <functional>
#include <vector>

namespace oriel::net {

/// Logs requests for --debug, --verbose and --timing. All text is free of secrets.
class RequestLog final : public Tracer
{
public:
    enum class Detail {
        None,
        Lines,     ///< one line for each answer: method, address, status, time
        Everything ///< requests and answers with headers and bodies, as `openstack --debug` does
    };
    struct Timing
    {
        QString request; ///< "GET https://…"
        double seconds = 0;
    };

    /// `write` receives one or more complete lines, without the last line's end.
    RequestLog(Detail detail, std::function<void(const QString &)> write);

    void sending(const HttpRequest &request, const QUrl &url) override;
    void answered(const HttpRequest &request, const Result<HttpAnswer> &answer,
                  std::chrono::microseconds elapsed) override;

    /// The finished requests, in the order of their answers.
    [[nodiscard]] const std::vector<Timing> &timings() const { return m_timings; }

private:
    Detail m_detail;
    std::function<void(const QString &)> m_write;
    std::vector<Timing> m_timings;
};

/// `body` for a log: without secrets and limited to a few screens.
[[nodiscard]] QString bodyForLog(const QByteArray &body);

} // namespace oriel::net
