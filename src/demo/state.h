#pragma once

#include "base/literals.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace oriel::demo {

// The demo cloud's data as plain rows, with the names from the services' own models.

struct Quotas
{
    int instances = 100;
    int cores = 200;
    int ram = 512000; ///< MiB
    int volumes = 200;
    int snapshots = 300;
    int gigabytes = 10000;     ///< volumes and volume snapshots combined
    int volumeSize = 50000000; ///< GiB, of each volume
};

struct Project
{
    QString id;
    QString name;
    QString description;
    Quotas quotas;
};

struct User
{
    QString id;
    QString name;
    QString password;
    QString defaultProjectId;
    QMap<QString, QStringList> roles; ///< by project ID
};

struct ApplicationCredential
{
    QString id;
    QString name;
    QString secret;
    QString userId;
    QString projectId;
    QStringList roles;
    QString description;
    QDateTime expires = {}; ///< invalid: never
    bool unrestricted = false;
};

struct Token
{
    QString id;
    QString userId;
    QString projectId; ///< empty: unscoped
    QStringList roles;
    QStringList methods;
    QString auditId;
    QDateTime issued;
    QDateTime expires;
};

struct Flavor
{
    QString id;
    QString name;
    int vcpus = 1;
    int ram = 0;  ///< MiB
    int disk = 0; ///< GiB; 0: for servers that boot from volumes
    QJsonObject extraSpecs{};
};

struct KeyPair
{
    int id = 0; ///< a number shown only in its details; the name identifies it
    QString name;
    QString type = u"ssh"_s; ///< or x509
    QString userId;
    QString publicKey;
    QString fingerprint;
    QDateTime created;
};

struct Attachment
{
    QString volumeId;
    QString device;
    int bootIndex = -1;
    bool deleteOnTermination = false;
    QString attachmentId;
    QString bdmUuid;
    QString tag;
};

struct Address
{
    QString network;
    QString ip;
    QString mac;
    bool floating = false;
};

struct Fault
{
    int code = 500;
    QDateTime created;
    QString message;
};

struct ActionEvent
{
    QString name;
    QDateTime start;
    std::optional<QDateTime> finish;
    QString result;
    QString details;
};

struct InstanceAction
{
    QString action;
    QString requestId;
    QString userId;
    QDateTime start;
    QDateTime updated;
    QString message; ///< "Error" if it failed; empty: null
    std::vector<ActionEvent> events;
};

struct Server
{
    QString id;
    QString name;
    QString description; ///< null if empty
    QString projectId;
    QString userId;
    QString imageId;       ///< empty: boots from a volume
    QString launchImageId; ///< the image of the snapshot that its volumes were created from; empty:
                           ///< none
    QString launchName;    ///< the name it was launched with, if it was renamed
    QString baseImageId;   ///< what an image-backed snapshot refers to
    Flavor flavor;         ///< a copy, as Nova embeds it
    QString keyName;
    int host = -1;                  ///< the compute host that it is placed on; -1: none
    QString zone = u"nova"_s;       ///< of that host, or requested; empty once it left its host
    QString pinnedZone = u"nova"_s; ///< in which a host is chosen; empty: in any
    QString hostId;                 ///< empty while it is on no host
    QMap<QString, QString> metadata;
    QStringList tags;
    QStringList securityGroups; ///< names, as its ports have them
    std::vector<Address> addresses;
    std::vector<Attachment> attachments;
    QString vmState = u"active"_s;
    QString taskState; ///< null if empty
    int powerState = 1;
    bool slowShutdown = false; ///< its guest takes minutes to shut down
    bool locked = false;
    bool lockedByAdmin = false; ///< only an administrator may unlock it
    QString lockedReason;
    std::optional<Fault> fault;
    QDateTime created;
    QDateTime updated;
    std::optional<QDateTime> launched;
    std::optional<QDateTime> deletedAt;
    std::optional<Flavor> oldFlavor; ///< set while a resize waits for confirmation
    std::vector<InstanceAction> actions;
    QString shelvedImageId;
    int boots = 1;
    /// Of Windows, in base64; nothing: the guest has never posted one; empty: it was cleared.
    std::optional<QString> encryptedPassword;
};

struct ServerGroup
{
    QString id;
    QString name;
    QString projectId;
    QString userId;
    QString policy;
    int mostPerHost = 1; ///< of anti-affinity
    QStringList members; ///< also those that have been deleted
};

/// One server that a volume is attached to.
struct VolumeUse
{
    QString serverId;
    QString device;
    QString attachmentId;
    QDateTime attachedAt;
};

struct Volume
{
    QString id;
    QString name;
    QString description;
    QString projectId;
    QString userId;
    QString status = u"available"_s;
    int size = 1; ///< GiB
    QString volumeType = u"standard"_s;
    QString zone = u"nova"_s;
    QString snapshotId;
    QString sourceVolumeId;
    bool bootable = false;
    QMap<QString, QString> metadata;
    QMap<QString, QString> imageMetadata;
    std::optional<bool> readOnly = {};
    bool multiattach = false; ///< as its type was when it was created or retyped
    std::vector<VolumeUse> uses{};
    QDateTime created;
    std::optional<QDateTime> updated;
    QString groupId = {}; ///< null if empty
};

/// Volumes that are captured together.
struct VolumeGroup
{
    QString id;
    QString name;
    QString description;
    QString projectId;
    QString status = u"creating"_s;
    QString typeId;
    QStringList volumeTypeIds;
    QString zone = u"nova"_s;
    QString groupSnapshotId = {}; ///< that it was made from; null if empty
    QDateTime created;
};

/// Snapshots of all volumes of a group.
struct GroupSnapshot
{
    QString id;
    QString name;
    QString description;
    QString groupId;
    QString typeId;
    QString projectId;
    QString status = u"creating"_s;
    QDateTime created;
};

/// An offer of a volume to another project.
struct VolumeTransfer
{
    QString id;
    QString name;
    QString volumeId;
    QString projectId; ///< that offers it
    QString authKey;
    bool noSnapshots = false;
    QDateTime created;
};

struct VolumeSnapshot
{
    QString id;
    QString name;
    QString description;
    QString volumeId;
    QString projectId;
    QString userId;
    QString status = u"available"_s;
    int size = 1;
    int progress = 100; ///< percent
    QMap<QString, QString> metadata;
    QDateTime created;
    std::optional<QDateTime> updated;
    QString groupSnapshotId = {};              ///< null if empty
    QMap<QString, QString> imageMetadata = {}; ///< of a bootable volume, at that time
};

struct Image
{
    QString id;
    QString name;
    QString status = u"active"_s;
    QString visibility = u"private"_s;
    QString owner;
    QString diskFormat;
    QString containerFormat;
    std::optional<qint64> size;        ///< bytes
    std::optional<qint64> virtualSize; ///< bytes
    QString checksum;
    QString hash;
    bool isProtected = false;
    bool hidden = false;
    int minRam = 0;
    int minDisk = 0;
    QStringList tags;
    QMap<QString, QString> properties;
    QDateTime created;
    QDateTime updated;
    QByteArray data;
};

struct Message
{
    QString id;
    QString projectId;
    QString resourceType;
    QString resourceId;
    QString eventId;
    QString userMessage;
    QString requestId;
    QDateTime created;
};

struct Subnet
{
    QString id;
    QString name;
    QString networkId;
    QString projectId;
    QString cidr;
    QString gateway;
    QDateTime created;
};

struct Network
{
    QString id;
    QString name;
    QString projectId;
    /// The project that may use it as well, by Neutron's RBAC; empty: none. No other project sees
    /// it, not even if it is external.
    QString sharedWith;
    bool external = false;
    QString subnetId;
    QString prefix; ///< the first two numbers of its addresses, e.g. "10.20"
    QDateTime created;

    /// Whether instances of the project may be connected to it.
    [[nodiscard]] bool isUsableBy(const QString &project) const
    {
        return projectId == project || sharedWith == project;
    }
    [[nodiscard]] bool isVisibleTo(const QString &project) const
    {
        return isUsableBy(project) || (external && sharedWith.isEmpty());
    }
};

struct Port
{
    QString id;
    QString networkId;
    QString subnetId;
    QString projectId;
    QString serverId; ///< empty: unused
    QString mac;
    QString ip;
    QStringList securityGroups; ///< IDs
    QDateTime created;
    QString name = {};
    QString description = {};
    bool adminUp = true;
    bool madeByUser = false;  ///< not by Nova, so it outlives its server
    QString routerId = {};    ///< of a router's interface
    QStringList moreIps = {}; ///< addresses after the first
    int revision = 3;         ///< grows with each change
};

/// All addresses of a port.
inline QStringList addressesOf(const Port &port)
{
    return port.ip.isEmpty() ? port.moreIps : QStringList{port.ip} + port.moreIps;
}

struct SecurityGroupRule
{
    QString id;
    QString direction;
    QString ethertype;
    QString protocol = {}; ///< null if empty
    std::optional<int> portMin = {};
    std::optional<int> portMax = {};
    QString remotePrefix = {}; ///< null if empty
    QString remoteGroupId = {};
    QString description = {}; ///< null for a new group's rules
    QDateTime created = {};
};

struct SecurityGroup
{
    QString id;
    QString name;
    QString description;
    QString projectId;
    bool stateful = true;
    QDateTime created;
    QDateTime updated = {};
    int revision = 1;
    std::vector<SecurityGroupRule> rules = {};
};

struct FloatingIp
{
    QString id;
    QString projectId;
    QString networkId;
    QString address;
    QString fixedAddress;
    QString portId;
    QDateTime created;
    QString status = u"ACTIVE"_s;
    QString description = {};
};

struct NetworkRouter
{
    QString id;
    QString name;
    QString projectId;
    QString networkId; ///< of its gateway
    QString address;
    QDateTime created;
    QStringList subnetIds = {}; ///< of its interfaces
};

/// Rows in order of creation, with fast lookup by ID. Pointers stay valid until the row is removed.
template <typename T>
class Table
{
public:
    T &add(T row)
    {
        auto owned = std::make_unique<T>(std::move(row));
        T &added = *owned;
        m_byId.insert(added.id, &added);
        m_rows.push_back(std::move(owned));
        return added;
    }

    [[nodiscard]] T *find(const QString &id) const { return m_byId.value(id, nullptr); }

    /// `id` is a copy, because it often refers to the row's own member, which is destroyed first.
    void remove(const QString id) // NOLINT(performance-unnecessary-value-param)
    {
        if (m_byId.remove(id) > 0)
            std::erase_if(m_rows, [&](const auto &row) { return row->id == id; });
    }

    [[nodiscard]] const std::vector<std::unique_ptr<T>> &rows() const { return m_rows; }

private:
    std::vector<std::unique_ptr<T>> m_rows;
    QHash<QString, T *> m_byId;
};

struct Backup
{
    QString id;
    QString projectId;
    QString name;
    QString volumeId;
    QString snapshotId; ///< empty: of the volume itself
    QString status = u"creating"_s;
    QString failReason;
    QString description;
    QString volumeStatus; ///< the status before the backup, for a volume; empty: for a snapshot
    QString parentId;     ///< the backup that it is an increment of; empty: it is a full one
    QString container;
    int size = 1;
    int objects = 0;
    QMap<QString, QString> metadata;
    QDateTime created;
    QDateTime dataTime; ///< when the data was on the volume
    std::optional<QDateTime> updated = {};
    // Of the volume, as it was: a restore writes them to the new volume.
    QMap<QString, QString> volumeMetadata = {};
    QMap<QString, QString> imageMetadata = {};
};

/// The right to see the screen of a server.
struct Console
{
    QString serverId;
    QDateTime expires;
};

struct State
{
    Table<Project> projects;
    Table<User> users;
    Table<ApplicationCredential> applicationCredentials;
    QHash<QString, Token> tokens;
    Table<Flavor> flavors;
    std::vector<KeyPair> keyPairs;
    Table<Server> servers; ///< deleted ones stay, marked, for changes-since
    Table<ServerGroup> serverGroups;
    QHash<QString, Console> consoles; ///< by token
    Table<Volume> volumes;
    Table<VolumeSnapshot> snapshots;
    Table<Backup> backups;
    Table<VolumeTransfer> transfers;
    Table<VolumeGroup> volumeGroups;
    Table<GroupSnapshot> groupSnapshots;
    Table<Image> images;
    Table<Message> messages;
    Table<Network> networks;
    Table<Subnet> subnets;
    Table<Port> ports;
    Table<SecurityGroup> securityGroups;
    Table<FloatingIp> floatingIps;
    Table<NetworkRouter> routers;
};

} // namespace oriel::demo
