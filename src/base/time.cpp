#include "base/time.h"

namespace oriel {

namespace {

/// Consumes digits from the front of a text. Hand-written because lists contain tens of thousands
/// of times and QDateTime's parser allocates for each.
class TimeReader
{
public:
    explicit TimeReader(std::string_view text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] char peek() const { return m_text.empty() ? '\0' : m_text.front(); }

    bool skip(char expected)
    {
        if (peek() != expected)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    std::optional<int> digits(int count)
    {
        if (m_text.size() < static_cast<std::size_t>(count))
            return std::nullopt;
        int value = 0;
        for (int i = 0; i < count; ++i) {
            const char c = m_text[static_cast<std::size_t>(i)];
            if (c < '0' || c > '9')
                return std::nullopt;
            value = value * 10 + (c - '0');
        }
        m_text.remove_prefix(static_cast<std::size_t>(count));
        return value;
    }

    /// ".123456" as milliseconds; digits past the third are dropped.
    std::optional<int> fraction()
    {
        int value = 0;
        int seen = 0;
        while (peek() >= '0' && peek() <= '9') {
            if (seen < 3)
                value = value * 10 + (peek() - '0');
            ++seen;
            m_text.remove_prefix(1);
        }
        if (seen == 0)
            return std::nullopt;
        for (; seen < 3; ++seen)
            value *= 10;
        return value;
    }

private:
    std::string_view m_text;
};

/// The offset from UTC in seconds: "Z", "+02:00", "+0200", "+02" or empty.
std::optional<int> readOffset(TimeReader &reader)
{
    if (reader.atEnd() || reader.skip('Z') || reader.skip('z'))
        return 0;
    const int sign = reader.peek() == '-' ? -1 : 1;
    if (!reader.skip('-') && !reader.skip('+'))
        return std::nullopt;
    const auto hours = reader.digits(2);
    if (!hours || *hours > 14)
        return std::nullopt;
    if (reader.atEnd())
        return sign * *hours * 3600;
    reader.skip(':');
    const auto minutes = reader.digits(2);
    if (!minutes || *minutes > 59)
        return std::nullopt;
    return sign * (*hours * 3600 + *minutes * 60);
}

} // namespace

std::optional<QDateTime> parseTime(std::string_view text)
{
    TimeReader reader(text);
    const auto year = reader.digits(4);
    if (!year || !reader.skip('-'))
        return std::nullopt;
    const auto month = reader.digits(2);
    if (!month || !reader.skip('-'))
        return std::nullopt;
    const auto day = reader.digits(2);
    if (!day || !(reader.skip('T') || reader.skip('t') || reader.skip(' ')))
        return std::nullopt;
    const auto hour = reader.digits(2);
    if (!hour || !reader.skip(':'))
        return std::nullopt;
    const auto minute = reader.digits(2);
    if (!minute)
        return std::nullopt;
    std::optional<int> second = 0;
    std::optional<int> millisecond = 0;
    if (reader.skip(':')) {
        second = reader.digits(2);
        if (!second)
            return std::nullopt;
        if (reader.skip('.')) {
            millisecond = reader.fraction();
            if (!millisecond)
                return std::nullopt;
        }
    }
    const auto offset = readOffset(reader);
    if (!offset || !reader.atEnd())
        return std::nullopt;

    const QDate date(*year, *month, *day);
    const QTime time(*hour, *minute, *second, *millisecond);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime(date, time, Qt::UTC).addSecs(-*offset);
}

} // namespace oriel
