#include "app/ctl/output.h"

#include "app/ctl/table.h"
#include "base/visible.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <yaml-cpp/yaml.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using Fields = std::vector<std::pair<QString, QJsonValue>>;

/// JSON in the layout of Python's json module; `indent` below 0: on one line.
class JsonText
{
public:
    explicit JsonText(bool oneLine) : m_oneLine(oneLine) {}

    [[nodiscard]] QString of(const QJsonValue &value, int depth) const
    {
        if (value.isObject()) {
            Fields fields;
            const QJsonObject object = value.toObject();
            for (auto entry = object.begin(); entry != object.end(); ++entry)
                fields.emplace_back(entry.key(), entry.value());
            return of(fields, depth);
        }
        if (value.isArray()) {
            QStringList items;
            for (const QJsonValue item : value.toArray())
                items.append(of(item, depth + 1));
            return enclosed(u'[', items, u']', depth);
        }
        if (value.isString())
            return quoted(value.toString());
        if (value.isBool())
            return value.toBool() ? u"true"_s : u"false"_s;
        return value.isDouble() ? plainText(value) : u"null"_s;
    }

    /// An object that keeps the order of its keys.
    [[nodiscard]] QString of(const Fields &fields, int depth) const
    {
        QStringList items;
        for (const auto &[key, value] : fields)
            items.append(quoted(key) + ": "_L1 + of(value, depth + 1));
        return enclosed(u'{', items, u'}', depth);
    }

    [[nodiscard]] QString enclosed(QChar open, const QStringList &items, QChar close,
                                   int depth) const
    {
        if (items.isEmpty())
            return QString(open) + close;
        if (m_oneLine)
            return open + items.join(", "_L1) + close;
        const QString inner = u'\n' + QString(2 * (depth + 1), u' ');
        return open + inner + items.join(u',' + inner) + u'\n' + QString(2 * depth, u' ') + close;
    }

private:
    static QString quoted(const QString &text)
    {
        QString result = u"\""_s;
        for (const QChar c : text) {
            switch (c.unicode()) {
            case '"':
                result += "\\\""_L1;
                break;
            case '\\':
                result += "\\\\"_L1;
                break;
            case '\n':
                result += "\\n"_L1;
                break;
            case '\r':
                result += "\\r"_L1;
                break;
            case '\t':
                result += "\\t"_L1;
                break;
            default:
                if (c.unicode() < 0x20 || c.unicode() > 0x7e)
                    result += "\\u"_L1 + QString::number(c.unicode(), 16).rightJustified(4, u'0');
                else
                    result += c;
            }
        }
        return result + u'"';
    }

    bool m_oneLine;
};

/// Whether YAML would read the unquoted text as this string.
bool plainInYaml(const QString &text)
{
    static const QSet<QString> words{u"true"_s, u"false"_s, u"yes"_s, u"no"_s, u"on"_s,
                                     u"off"_s,  u"null"_s,  u"y"_s,   u"n"_s};
    // Numbers in all notations of YAML 1.1 and 1.2 (such as 1:30), and times.
    static const QRegularExpression other(
        u"^([0-9][0-9_]*|0[xo][0-9a-fA-F_]+|[0-9][0-9_]*\\.[0-9_]*([eE][-+]?[0-9]+)?|"
        "[0-9]+[eE][-+]?[0-9]+|[0-9_]+(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-.*)$"_s);
    if (text.isEmpty() || words.contains(text.toLower()) || !text.front().isLetterOrNumber() ||
        text.back().isSpace() || text.back() == u':' || text.contains(": "_L1) ||
        other.match(text).hasMatch())
        return false;
    return std::ranges::all_of(
        text, [](QChar c) { return c.isLetterOrNumber() || u" _./()+-:"_s.contains(c); });
}

void emitYaml(YAML::Emitter &out, const QJsonValue &value)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        out << (object.isEmpty() ? YAML::Flow : YAML::Block) << YAML::BeginMap;
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            out << YAML::Key;
            emitYaml(out, entry.key());
            out << YAML::Value;
            emitYaml(out, entry.value());
        }
        out << YAML::EndMap;
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        out << (array.isEmpty() ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
        for (const QJsonValue item : array)
            emitYaml(out, item);
        out << YAML::EndSeq;
    } else if (value.isString()) {
        const QString text = value.toString();
        if (visible(text) != text)
            out << YAML::EscapeNonAscii << YAML::DoubleQuoted << text.toStdString();
        else if (plainInYaml(text))
            out << text.toStdString();
        else
            out << YAML::SingleQuoted << text.toStdString();
    } else if (value.isBool()) {
        out << value.toBool();
    } else if (value.isDouble()) {
        out << plainText(value).toStdString();
    } else {
        out << YAML::Null;
    }
}

QString yamlOf(const QJsonValue &value)
{
    YAML::Emitter out;
    out.SetNullFormat(YAML::LowerNull);
    emitYaml(out, value);
    return QString::fromUtf8(out.c_str()) + u'\n';
}

/// For -f value and -f csv: as `openstack` writes it; on a terminal, a row stays on one line.
QString rowText(const QString &text, const OutputOptions &options)
{
    return options.forTerminal ? visible(text) : text;
}

/// A value that tables show differently is a text in CSV, as in `openstack`.
QString csvField(const Cell &cell, const OutputOptions &options)
{
    const QJsonValue &value = cell.value;
    const Quote mode = options.quote;
    QString text =
        value.isNull() || value.isUndefined() ? QString() : rowText(plainText(cell), options);
    const bool special =
        text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r');
    if (mode == Quote::None) {
        text.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1).replace(u',', "\\,"_L1);
        return text.replace(u'\n', "\\\n"_L1);
    }
    const bool quote = mode == Quote::All || special ||
                       (mode == Quote::NonNumeric &&
                        (cell.words.has_value() || (!value.isDouble() && !value.isBool())));
    return quote ? u'"' + text.replace(u'"', "\"\""_L1) + u'"' : text;
}

QString tableText(const Cell &cell, const OutputOptions &options)
{
    QString text = cell.words ? *cell.words : plainText(cell);
    text.replace("\r\n"_L1, "\n"_L1);
    if (!options.forTerminal)
        return text.replace(u'\r', u' ');
    QStringList lines = text.split(u'\n'); // the table draws the lines below each other
    for (QString &line : lines)
        line = visible(line);
    return lines.join(u'\n');
}

Error unknownColumns(const QStringList &wanted, const QStringList &there)
{
    Error error;
    error.kind = ErrorKind::BadRequest;
    error.message = QCoreApplication::translate("oriel::ctl::Output",
                                                "No column is named %1. The columns are: %2.")
                        .arg(wanted.join(", "_L1), there.join(", "_L1));
    return error;
}

/// The indexes of the requested columns; all if none is requested.
std::vector<std::size_t> chosen(const QStringList &wanted, const QStringList &there)
{
    std::vector<std::size_t> result;
    for (qsizetype i = 0; i < there.size(); ++i) {
        if (wanted.isEmpty() || wanted.contains(there[i], Qt::CaseInsensitive))
            result.push_back(static_cast<std::size_t>(i));
    }
    return result;
}

/// Nulls last, numbers by value, everything else as text.
bool cellBefore(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isNull() != b.isNull())
        return b.isNull();
    if (a.isDouble() && b.isDouble())
        return a.toDouble() < b.toDouble();
    return plainText(a) < plainText(b);
}

void sortRows(Listing &listing, const OutputOptions &options)
{
    // Sort by the first column last, so that it has the highest priority.
    for (auto name = options.sortColumns.rbegin(); name != options.sortColumns.rend(); ++name) {
        const qsizetype column = listing.columns.indexOf(*name);
        if (column < 0)
            continue;
        const auto at = static_cast<std::size_t>(column);
        std::ranges::stable_sort(listing.rows, [&](const auto &a, const auto &b) {
            return options.descending ? cellBefore(b[at].value, a[at].value)
                                      : cellBefore(a[at].value, b[at].value);
        });
    }
}

QString tableOf(const Listing &listing, const OutputOptions &options)
{
    if (listing.rows.empty() && !options.printEmpty)
        return u"\n"_s;
    std::vector<QStringList> rows;
    for (const auto &row : listing.rows) {
        QStringList texts;
        for (const Cell &cell : row)
            texts.append(tableText(cell, options));
        rows.push_back(std::move(texts));
    }
    std::vector<bool> right(static_cast<std::size_t>(listing.columns.size()), false);
    if (!listing.rows.empty()) {
        for (std::size_t i = 0; i < right.size(); ++i) {
            const Cell &cell = listing.rows.front()[i];
            right[i] = cell.value.isDouble() && !cell.words;
        }
    }
    return drawTable(listing.columns, rows, right, options.maxWidth, 8);
}

} // namespace

Result<QString> render(Listing listing, const OutputOptions &options)
{
    sortRows(listing, options);
    const auto columns = chosen(options.columns, listing.columns);
    if (columns.empty())
        return unknownColumns(options.columns, listing.columns);
    Listing shown;
    for (const std::size_t column : columns)
        shown.columns.append(listing.columns[static_cast<qsizetype>(column)]);
    for (auto &row : listing.rows) {
        std::vector<Cell> cells;
        for (const std::size_t column : columns)
            cells.push_back(std::move(row[column]));
        shown.rows.push_back(std::move(cells));
    }

    if (options.format == Format::Table)
        return tableOf(shown, options);

    const JsonText json(options.noIndent);
    QStringList parts;
    QJsonArray objects;
    QString text;
    if (options.format == Format::Csv) {
        for (const QString &name : shown.columns)
            parts.append(csvField({.value = name}, options));
        text = parts.join(u',') + u'\n';
        parts.clear();
    }
    for (const auto &row : shown.rows) {
        QStringList cells;
        Fields fields;
        for (std::size_t i = 0; i < row.size(); ++i) {
            fields.emplace_back(shown.columns[static_cast<qsizetype>(i)], row[i].value);
            cells.append(options.format == Format::Csv ? csvField(row[i], options)
                                                       : rowText(plainText(row[i]), options));
        }
        if (options.format == Format::Json) {
            parts.append(json.of(fields, 1));
        } else if (options.format == Format::Yaml) {
            QJsonObject object;
            for (const auto &[key, value] : fields)
                object.insert(key, value);
            objects.append(object);
        } else {
            text += cells.join(options.format == Format::Csv ? u',' : u' ') + u'\n';
        }
    }
    if (options.format == Format::Json)
        return json.enclosed(u'[', parts, u']', 0) + u'\n';
    return options.format == Format::Yaml ? yamlOf(objects) : text;
}

Result<QString> render(Details details, const OutputOptions &options)
{
    QStringList names;
    for (const auto &field : details.fields)
        names.append(field.first);
    const auto columns = chosen(options.columns, names);
    if (columns.empty())
        return unknownColumns(options.columns, names);
    Fields fields;
    std::vector<QStringList> rows;
    QString text; // of the other formats
    for (const std::size_t column : columns) {
        const auto &[name, cell] = details.fields[column];
        fields.emplace_back(name, cell.value);
        rows.push_back({name, tableText(cell, options)});
        text += options.format == Format::Yaml ? yamlOf(QJsonObject{{name, cell.value}})
                                               : rowText(plainText(cell), options) + u'\n';
    }
    switch (options.format) {
    case Format::Json:
        return JsonText(options.noIndent).of(fields, 0) + u'\n';
    case Format::Table:
        return drawTable({u"Field"_s, u"Value"_s}, rows, {false, false}, options.maxWidth, 16);
    default:
        break;
    }
    return text;
}

} // namespace oriel::ctl
