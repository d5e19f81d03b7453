#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "openstack/compute/instanceaction.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ServerEventWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ServerEvents)
};

/// A request of Oriel whose answer is printed as the service writes it.
template <typename Get>
struct AsWritten
{
    using Value = QJsonObject;

    Get get;

    [[nodiscard]] net::Request request() const { return get.request(); }
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        const auto checked = get.decode(answer);
        if (!checked.ok())
            return checked.error();
        return QJsonDocument::fromJson(answer.body).object();
    }
};

/// Also of a deleted server, by its ID.
class ServerEventCommand : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const QString server = invocation().operands.first();
        findServer(client(), server, this, [this, server](auto found) {
            if (found.ok())
                showOf(found->id);
            else if (found.error().kind == ErrorKind::NotFound &&
                     !QUuid::fromString(server).isNull())
                showOf(server);
            else
                fail(found.error(), failure());
        });
    }

protected:
    virtual void showOf(const QString &serverId) = 0;
    static QString failure()
    {
        return ServerEventWords::tr("The events of the server could not be shown.");
    }
};

class ServerEventList final : public ServerEventCommand
{
public:
    using ServerEventCommand::ServerEventCommand;

protected:
    void showOf(const QString &serverId) override
    {
        const openstack::ListInstanceActions list{.serverId = serverId,
                                                  .limit = invocation().value(u"limit"_s).toInt(),
                                                  .marker = invocation().value(u"marker"_s)};
        client()
            .call(AsWritten<openstack::ListInstanceActions>{list})
            .then(this, [this](Result<QJsonObject> answer) {
                if (answer.ok())
                    show(listing(answer->value("instanceActions"_L1).toArray()));
                else
                    fail(answer.error(), failure());
            });
    }

private:
    [[nodiscard]] Listing listing(const QJsonArray &actions) const
    {
        Listing listing{.columns = {u"Request ID"_s, u"Server ID"_s, u"Action"_s, u"Start Time"_s},
                        .rows = {}};
        QStringList keys{u"request_id"_s, u"instance_uuid"_s, u"action"_s, u"start_time"_s};
        if (invocation().has(u"long"_s)) {
            listing.columns += {u"Message"_s, u"Project ID"_s, u"User ID"_s};
            keys += {u"message"_s, u"project_id"_s, u"user_id"_s};
        }
        for (const auto &action : actions) {
            std::vector<Cell> row;
            for (const QString &key : keys)
                row.push_back({action.toObject().value(key)});
            listing.rows.push_back(std::move(row));
        }
        return listing;
    }
};

class ServerEventShow final : public ServerEventCommand
{
public:
    using ServerEventCommand::ServerEventCommand;

protected:
    void showOf(const QString &serverId) override
    {
        const openstack::GetInstanceAction get{serverId, invocation().operands.last()};
        client()
            .call(AsWritten<openstack::GetInstanceAction>{get})
            .then(this, [this](Result<QJsonObject> answer) {
                if (!answer.ok()) {
                    fail(answer.error(), failure());
                    return;
                }
                const QJsonObject action = answer->value("instanceAction"_L1).toObject();
                Details details;
                for (auto one = action.begin(); one != action.end(); ++one)
                    details.fields.emplace_back(one.key(), one.key() == "events"_L1
                                                               ? objectsCell(one.value().toArray())
                                                               : Cell{one.value()});
                show(std::move(details));
            });
    }
};

} // namespace

std::vector<CommandEntry> serverEventCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ServerEventList>(
        {.words = {u"server"_s, u"event"_s, u"list"_s},
         .summary = ServerEventWords::tr("List what was done to a server, also a deleted one"),
         .operand = u"server"_s,
         .options = {{{u"long"_s},
                      ServerEventWords::tr(
                          "Also show the message, and the IDs of the project and the user.")},
                     {{u"limit"_s}, ServerEventWords::tr("At most this many."), u"NUM"_s},
                     {{u"marker"_s},
                      ServerEventWords::tr("Begin after this request ID."),
                      u"REQUEST-ID"_s}}}));
    commands.push_back(
        entry<ServerEventShow>({.words = {u"server"_s, u"event"_s, u"show"_s},
                                .summary = ServerEventWords::tr("Show one event of a server"),
                                .operand = u"server"_s,
                                .second = u"request-id"_s,
                                .prints = CommandSpec::Prints::Details}));
    return commands;
}

} // namespace oriel::ctl
