#include "net/oneshotdevice.h"

#include <algorithm>
#include <cstring>

namespace oriel::net {

OneShotDevice::OneShotDevice(QByteArray body, QObject *parent)
    : QIODevice(parent)
    , m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool OneShotDevice::atEnd() const
{
    return m_position >= m_body.size();
}

qint64 OneShotDevice::bytesAvailable() const
{
    return m_body.size() - m_position + QIODevice::bytesAvailable();
}

qint64 OneShotDevice::readData(char *data, qint64 size)
{
    const qint64 count = std::min<qint64>(size, m_body.size() - m_position);
    if (count <= 0)
        return -1;
    std::memcpy(data, m_body.constData() + m_position, static_cast<std::size_t>(count));
    m_position += count;
    return count;
}

qint64 OneShotDevice::writeData(const char *, qint64)
{
    return -1;
}

} // namespace oriel::net
