#include "app/ctl/serverdetails.h"

#include "app/ctl/command.h"
#include "app/ctl/showobject.h"

#include <QtCore/QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

Cell powerState(const QJsonValue &value)
{
    static constexpr std::array<QLatin1StringView, 8> names{"NOSTATE"_L1, "Running"_L1,  ""_L1,
                                                            "Paused"_L1,  "Shutdown"_L1, ""_L1,
                                                            "Crashed"_L1, "Suspended"_L1};
    const int state = value.toInt(-1);
    const bool known = state >= 0 && state < static_cast<int>(names.size());
    return {value, known ? QString(names.at(static_cast<std::size_t>(state))) : u"N/A"_s};
}

Cell networksCell(const QJsonObject &networks)
{
    QStringList words;
    for (auto network = networks.begin(); network != networks.end(); ++network) {
        QStringList addresses;
        for (const QJsonValue address : network.value().toArray())
            addresses.append(address.toString());
        addresses.sort();
        words.append(network.key() + u'=' + addresses.join(", "_L1));
    }
    return {networks, words.join("; "_L1)};
}

void ServerDetails::fetch(const QString &id, std::function<void(Result<Details>)> then)
{
    m_then = std::move(then);
    const ShowObject details{net::Service::Compute, "/servers/"_L1 + id, u"server"_s};
    m_client.call(details).then(this, [this](auto result) {
        if (!result.ok()) {
            m_then(result.error());
            return;
        }
        m_server = *result;
        name(net::Service::Image, u"/images/"_s, {}, u"image"_s);
        name(net::Service::Compute, u"/flavors/"_s, u"flavor"_s, u"flavor"_s);
        named();
    });
}

/// Inserts "name (id)" where the server refers to something by ID.
void ServerDetails::name(net::Service service, const QString &path, const QString &answerKey,
                         const QString &key)
{
    const QString id = m_server.value(key).toObject().value(u"id"_s).toString();
    if (id.isEmpty()) {
        if (key == "image"_L1)
            m_server.insert(key, bootedFromVolume());
        return;
    }
    ++m_awaited;
    m_client.call(ShowObject{service, path + id, answerKey}).then(this, [=, this](auto thing) {
        const QString text = thing.ok() ? thing->value(u"name"_s).toString() : QString();
        m_server.insert(key, text.isEmpty() ? id : u"%1 (%2)"_s.arg(text, id));
        named();
    });
}

void ServerDetails::named()
{
    if (--m_awaited == 0)
        m_then(details());
}

Details ServerDetails::details() const
{
    QMap<QString, Cell> fields;
    for (auto member = m_server.begin(); member != m_server.end(); ++member) {
        const QString key = member.key();
        const QJsonValue value = member.value();
        if (key == "links"_L1)
            continue;
        if (key == "tenant_id"_L1)
            fields.insert(u"project_id"_s, {value});
        else if (key == "OS-EXT-STS:power_state"_L1)
            fields.insert(key, powerState(value));
        else if (key == "os-extended-volumes:volumes_attached"_L1)
            fields.insert(u"volumes_attached"_s, objectsCell(value.toArray()));
        else if (key == "security_groups"_L1)
            fields.insert(key, objectsCell(value.toArray()));
        else if (key == "addresses"_L1)
            fields.insert(key, networksCell(plainAddresses(value.toObject())));
        else if (key == "metadata"_L1)
            fields.insert(u"properties"_s, objectCell(value.toObject()));
        else
            fields.insert(key, {value});
    }
    Details result;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        result.fields.emplace_back(field.key(), field.value());
    return result;
}

QJsonObject ServerDetails::plainAddresses(const QJsonObject &addresses)
{
    QJsonObject plain;
    for (auto network = addresses.begin(); network != addresses.end(); ++network) {
        QJsonArray list;
        for (const QJsonValue address : network.value().toArray())
            list.append(address.toObject().value(u"addr"_s));
        plain.insert(network.key(), list);
    }
    return plain;
}

} // namespace oriel::ctl
