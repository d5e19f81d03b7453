#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <vector>

/// Nova's servers; the UI says "instances".
/// https://docs.openstack.org/api-ref/compute/#servers-servers
namespace oriel::openstack {

/// An address of a server on one network. `OS-EXT-IPS:type` distinguishes fixed from floating.
struct ServerAddress
{
    QString network;
    QString address;
    QString mac;
    int version = 4;
    bool floating = false;

    static void fields(auto &f, auto &address)
    {
        f.kept("network", address.network);
        f("addr", address.address);
        f("OS-EXT-IPS-MAC:mac_addr", address.mac);
        f("version", address.version);
        f("OS-EXT-IPS:type", address.floating, isFloating);
    }
    bool operator==(const ServerAddress &) const = default;

private:
    static bool isFloating(const net::json::Value &type);
};

/// The flavor inside a server: since microversion 2.47 its values when the server was created,
/// before that only its ID.
struct ServerFlavor
{
    QString id;
    QString name;
    int vcpus = 0;
    int ramMiB = 0;
    int diskGiB = 0;

    static void fields(auto &f, auto &flavor)
    {
        f.shared("id", flavor.id);
        f.shared("original_name", flavor.name);
        f("vcpus", flavor.vcpus);
        f("ram", flavor.ramMiB);
        f("disk", flavor.diskGiB);
    }
    bool operator==(const ServerFlavor &) const = default;
};

/// One entry of `os-extended-volumes:volumes_attached`.
struct AttachedVolume
{
    QString id;
    bool deleteOnTermination = false;

    static void fields(auto &f, auto &volume)
    {
        f.id("id", volume.id);
        f("delete_on_termination", volume.deleteOnTermination);
    }
    bool operator==(const AttachedVolume &) const = default;
};

/// Why a server is in ERROR.
struct ServerFault
{
    int code = 0;
    QString message;

    static void fields(auto &f, auto &fault)
    {
        f("code", fault.code);
        f("message", fault.message);
    }
    bool operator==(const ServerFault &) const = default;
};

/// A Nova server. Unknown states are kept as text. From a cell that is down (2.69) it has little
/// more than its ID and the status UNKNOWN.
struct Server
{
    static constexpr Kind kind = Kind::Server;
    static constexpr Collection api{.service = net::Service::Compute,
                                    .path = "/servers",
                                    .rows = "servers",
                                    .row = "server",
                                    .detail = "/detail"};

    QString id;
    QString name;
    QString status;    ///< ACTIVE, SHUTOFF, ERROR, BUILD, …
    QString taskState; ///< empty: none
    QString vmState;   ///< active, stopped, paused, …
    int powerState = 0;
    QDateTime created; ///< UTC, as all times here
    QDateTime updated;
    QDateTime launched;
    std::vector<ServerAddress> addresses;
    QString imageId; ///< empty: the server boots from a volume
    ServerFlavor flavor;
    QString keyName;
    QString availabilityZone;
    QString description;
    QString hostname;
    QString projectId;
    QString userId;
    QMap<QString, QString> metadata;
    std::vector<AttachedVolume> volumes;
    QStringList securityGroups;
    QStringList tags;
    std::optional<ServerFault> fault;
    int progress = 0; ///< percent
    bool locked = false;
    QString lockedReason;
    bool configDrive = false;
    QStringList unreadable; ///< keys of the answer whose values could not be read

    static void fields(auto &f, auto &server)
    {
        f.id("id", server.id);
        f.shared("name", server.name);
        f.shared("status", server.status);
        f.shared("OS-EXT-STS:task_state", server.taskState);
        f.shared("OS-EXT-STS:vm_state", server.vmState);
        f("OS-EXT-STS:power_state", server.powerState);
        f("created", server.created);
        f("updated", server.updated);
        f("OS-SRV-USG:launched_at", server.launched);
        f("addresses", server.addresses, readAddresses);
        f("image", server.imageId, readImageId);
        f("flavor", server.flavor);
        f.shared("key_name", server.keyName);
        f.shared("OS-EXT-AZ:availability_zone", server.availabilityZone);
        f.shared("description", server.description);
        f.shared("OS-EXT-SRV-ATTR:hostname", server.hostname);
        f.shared("tenant_id", server.projectId);
        f.shared("user_id", server.userId);
        f.shared("metadata", server.metadata);
        f.rows("os-extended-volumes:volumes_attached", server.volumes);
        f("security_groups", server.securityGroups, readSecurityGroups);
        f.shared("tags", server.tags);
        f("fault", server.fault);
        f("progress", server.progress);
        f("locked", server.locked);
        f.shared("locked_reason", server.lockedReason);
        f("config_drive", server.configDrive);
    }

    /// False does not imply that it boots from an image: see store/bootdisk.h.
    [[nodiscard]] bool bootsFromVolume() const { return imageId.isEmpty(); }
    /// Whether its guest runs: also in rescue mode, and while a resize waits for its confirmation.
    [[nodiscard]] bool isRunning() const;
    bool operator==(const Server &) const = default;

private:
    static std::vector<ServerAddress> readAddresses(const net::json::Value &networks,
                                                    TextPool &pool);
    static QString readImageId(const net::json::Value &image, TextPool &pool);
    static QStringList readSecurityGroups(const net::json::Value &groups, TextPool &pool);
};

/// Whether Nova copies or makes disks in this task (OS-EXT-STS:task_state), which may take hours.
[[nodiscard]] bool isLongTask(const QString &taskState);

/// GET /servers/detail
template <>
struct List<Server>
{
    using Item = Server;
    using Value = net::Page<Server>;

    /// As in Nova's API: name (a regular expression), ip (part of an address), status, all_tenants
    /// (for administrators), …
    QMap<QString, QString> filters = {};
    int limit = 1000; ///< rows per page; Nova returns at most 1000
    /// Rows of the first page, so that something is shown while the others are fetched (measured: a
    /// page of 1000 takes ten seconds, one of 100 takes one); each further page has four times as
    /// many, up to `limit`. Ignored with `changesSince`.
    int firstLimit = 50;
    int nextLimit = 1000; ///< rows of a later page; withMarker() sets it
    QString marker = {};  ///< the ID of the previous page's last server
    /// Only servers updated since then, including deleted ones (DELETED).
    QDateTime changesSince = {};
    bool oldestFirst = false; ///< Nova's default is newest first

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] List withMarker(const QString &marker) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
    [[nodiscard]] List reversed() const;

private:
    [[nodiscard]] int rows() const;
};

/// POST /servers/{id}/action os-start. Conflict unless the server is SHUTOFF.
struct StartServer
{
    using Value = ActionAccepted;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action os-stop. Conflict unless the server is ACTIVE or ERROR.
struct StopServer
{
    using Value = ActionAccepted;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action reboot
struct RebootServer
{
    using Value = ActionAccepted;

    QString id = {};
    bool hard = false; ///< HARD: like a power cut

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action: an action without arguments, such as "pause".
using ActOnServer = Act<Server>;

/// POST /servers/{id}/action lock: afterwards only administrators and the owner can change the
/// server, after unlocking it. No effect on a locked server.
struct LockServer
{
    using Value = ActionAccepted;

    QString id = {};
    QString reason = {}; ///< since 2.73; may be empty

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /servers/{id}: changes the name only.
struct RenameServer
{
    using Value = ActionAccepted; ///< before 2.75 the returned row lacks keys

    QString id = {};
    QString name = {}; ///< 1 to 255 characters, without leading or trailing spaces

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// The image that createImage started; it may not be complete for a long time.
struct CreatedImage
{
    QString imageId;
    QString requestId; ///< createImage's, which identifies its instance action

    bool operator==(const CreatedImage &) const = default;
};

/// POST /servers/{id}/action createImage. For a server that boots from a volume, the call itself
/// requests a snapshot of each volume, hence the long deadline. Never repeat it blindly.
struct CreateImage
{
    using Value = CreatedImage;

    QString serverId = {};
    QString name = {}; ///< 1 to 255 characters, without leading or trailing spaces
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action os-getConsoleOutput: the end of the guest's console output.
struct GetConsoleOutput
{
    using Value = QString;

    QString serverId = {};
    int lines = 200; ///< 0 or less: everything

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// The value of List<Server>'s filter `name` that fits this name, and few others: Nova takes a
/// regular expression of its database, and databases differ in what can be escaped.
[[nodiscard]] QString serverNameFilter(const QString &name);

} // namespace oriel::openstack
