#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

namespace oriel::net {

/// A body that can be read once and never again. QNetworkAccessManager repeats a request, POST
/// included, when the connection closes without an answer; a body that cannot be rewound is what
/// stops it. An empty one does so for requests without a body.
class OneShotDevice final : public QIODevice
{
public:
    explicit OneShotDevice(QByteArray body, QObject *parent = nullptr);

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override;
    [[nodiscard]] qint64 bytesAvailable() const override;
    bool reset() override { return false; }

    /// Whether any of the body was handed out: the request may be on the wire.
    [[nodiscard]] bool touched() const noexcept { return m_position > 0; }

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_body;
    qint64 m_position = 0;
};

} // namespace oriel::net
