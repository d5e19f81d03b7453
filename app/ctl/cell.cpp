#include "app/ctl/cell.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

/// A string inside a list or a map, with Python's quotes.
QString quotedText(const QString &text)
{
    const QChar quote = text.contains(u'\'') && !text.contains(u'"') ? u'"' : u'\'';
    QString result(quote);
    for (const QChar c : text) {
        if (c == u'\n')
            result += "\\n"_L1;
        else if (c == u'\t')
            result += "\\t"_L1;
        else if (c == u'\r')
            result += "\\r"_L1;
        else if (c == u'\\' || c == quote)
            result += QString(u'\\') + c;
        else
            result += c;
    }
    return result + quote;
}

QString numberText(double number)
{
    constexpr double exact = 9007199254740992.0; // 2^53
    if (number == std::floor(number) && std::abs(number) < exact)
        return QString::number(static_cast<qint64>(number));
    return QString::number(number, 'g', 16);
}

QString nestedText(const QJsonValue &value)
{
    return value.isString() ? quotedText(value.toString()) : plainText(value);
}

} // namespace

QString plainText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? u"True"_s : u"False"_s;
    case QJsonValue::Double:
        return numberText(value.toDouble());
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array: {
        QStringList items;
        for (const QJsonValue item : value.toArray())
            items.append(nestedText(item));
        return u'[' + items.join(", "_L1) + u']';
    }
    case QJsonValue::Object: {
        QStringList items;
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry)
            items.append(quotedText(entry.key()) + ": "_L1 + nestedText(entry.value()));
        return u'{' + items.join(", "_L1) + u'}';
    }
    default:
        return u"None"_s;
    }
}

QString plainText(const Cell &cell)
{
    const QString text = plainText(cell.value);
    const bool isWhole =
        cell.isFraction && cell.value.isDouble() && !text.contains(u'.') && !text.contains(u'e');
    return isWhole ? text + ".0"_L1 : text;
}

Cell textCell(const QString &text)
{
    return {text.isEmpty() ? QJsonValue() : QJsonValue(text)};
}

Cell mapCell(const QMap<QString, QString> &map)
{
    QJsonObject object;
    QStringList words;
    for (auto entry = map.begin(); entry != map.end(); ++entry) {
        object.insert(entry.key(), entry.value());
        words.append(u"%1='%2'"_s.arg(entry.key(), entry.value()));
    }
    return {object, words.join(", "_L1)};
}

Cell objectCell(const QJsonObject &object)
{
    QMap<QString, QString> texts;
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!member.value().isNull())
            texts.insert(member.key(), plainText(member.value()));
    }
    return mapCell(texts);
}

Cell objectsCell(const QJsonArray &objects)
{
    QStringList lines;
    for (const QJsonValue object : objects)
        lines.append(*objectCell(object.toObject()).words);
    return {objects, lines.join(u'\n')};
}

Cell listCell(QStringList list)
{
    const Cell cell{QJsonArray::fromStringList(list)};
    list.sort();
    return {cell.value, list.join(", "_L1)};
}

} // namespace oriel::ctl
