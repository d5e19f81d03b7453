#pragma once

#include "net/endpoint.h"
#include "openstack/compute/server.h"
#include "openstack/compute/types.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

/// The compute API's calls, as values for net::ApiClient::call() and all().
/// https://docs.openstack.org/api-ref/compute/
/// Answers are decoded at any microversion from 2.1 to 2.93.
namespace oriel::openstack {

/// GET /servers/detail
struct ListServers
{
    using Item = Server;
    using Value = net::Page<Server>;

    int limit = 1000; ///< rows a page; Nova gives 1000 at most
    /// Rows of the first page, so that there is something to see while the others are under way
    /// (measured: one page of 1000 takes ten seconds, one of 100 takes one); each page behind it
    /// has four times as many, up to `limit`. Left out of account with `changesSince`.
    int firstLimit = 50;
    int nextLimit = 1000; ///< rows of this page where it is a later one; withMarker() sets it
    QString marker = {};  ///< the id of the last server of the page before
    QDateTime changesSince =
        {};                   ///< only what was updated since; includes the deleted ones (DELETED)
    bool allProjects = false; ///< for administrators
    QString name = {};        ///< a regular expression, as Nova takes it
    QString ip = {};          ///< a part of one of its addresses
    QString status = {};
    bool oldestFirst = false; ///< Nova's own order is the newest first

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListServers withMarker(const QString &marker) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
    [[nodiscard]] ListServers reversed() const;

private:
    [[nodiscard]] int rows() const;
};

/// GET /servers/{id}
struct GetServer
{
    using Value = Server;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action os-start. Conflict where the server is not SHUTOFF.
struct StartServer
{
    using Value = ActionAccepted;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action os-stop. Conflict where the server is not ACTIVE or ERROR.
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
    bool hard = false; ///< HARD: as if the power was cut

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action: an action that Nova answers with 202 and nothing else, such as
/// "pause".
struct ActOnServer
{
    using Value = ActionAccepted;

    QString id = {};
    QString action = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action lock: from then on only administrators and its owner can change the
/// server, and only after unlocking it. Of a server that is locked it changes nothing.
struct LockServer
{
    using Value = ActionAccepted;

    QString id = {};
    QString reason = {}; ///< needs 2.73; may be empty

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /servers/{id}: changes the name only.
struct RenameServer
{
    using Value = ActionAccepted; ///< the row that Nova answers lacks keys before 2.75

    QString id = {};
    QString name = {}; ///< 1 to 255 characters, no blanks at the ends

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action createImage. For a server that boots from a volume the call itself
/// asks for a snapshot of each volume: hence the long deadline. Never to be repeated blindly.
struct CreateImage
{
    using Value = CreatedImage;

    QString serverId = {};
    QString name = {}; ///< 1 to 255 characters, no blanks at the ends
    QMap<QString, QString> metadata = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// POST /servers/{id}/action os-getConsoleOutput: the end of what the guest wrote to its console.
struct GetConsoleOutput
{
    using Value = QString;

    QString serverId = {};
    int lines = 200; ///< 0 or less: all there is

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /servers/{id}/os-volume_attachments
struct ListVolumeAttachments
{
    using Value = std::vector<VolumeAttachment>;

    QString serverId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /servers/{id}/os-instance-actions, newest first; without events.
struct ListInstanceActions
{
    using Value = std::vector<InstanceAction>;

    QString serverId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /servers/{id}/os-instance-actions/{request_id}, with events.
struct GetInstanceAction
{
    using Value = InstanceAction;

    QString serverId = {};
    QString requestId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /limits
struct GetComputeLimits
{
    using Value = ComputeLimits;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// GET /flavors/detail
struct ListFlavors
{
    using Item = Flavor;
    using Value = net::Page<Flavor>;

    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListFlavors withMarker(const QString &marker) const;
};

/// GET /os-keypairs: the signed-in user's, in pages from 2.35 on.
struct ListKeyPairs
{
    using Item = KeyPair;
    using Value = net::Page<KeyPair>;

    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListKeyPairs withMarker(const QString &marker) const;
};

} // namespace oriel::openstack
