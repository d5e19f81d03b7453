#pragma once

#include "demo/compute/lifecycle.h"
#include "demo/http/service.h"

#include <QtCore/QJsonArray>

#include <variant>

namespace oriel::demo {

/// Nova's compute v2.1, microversions 2.1 to 2.93: https://docs.openstack.org/api-ref/compute/
class ComputeService final : public Service
{
public:
    ComputeService(World &world, VolumeManager &volumes, Lifecycle &lifecycle);

    HttpResponse handle(const HttpRequest &request, const QString &rest) override;
    HttpResponse unauthorized(const HttpRequest &request) override;

    static constexpr int minimumMicroversion = 1;
    static constexpr int maximumMicroversion = 93;

private:
    void addServerRoutes();
    void addAttachmentRoutes();
    void finishAttaching(const QString &serverId, const Attachment &made,
                         const QByteArray &requestId);
    void finishDetaching(const QString &serverId, const QString &volumeId,
                         const QByteArray &requestId);
    void addCatalogueRoutes();
    void addKeyPairRoutes();
    void addServerGroupRoutes();
    void addQuotaRoutes();
    void addUsageRoute();
    void addConsoleRoutes();
    void addInterfaceRoutes();
    void addPasswordRoutes();

    [[nodiscard]] HttpResponse versions(const HttpRequest &request, const QString &rest) const;
    /// The requested microversion; nullopt if it is not supported.
    [[nodiscard]] static std::optional<int> microversion(const HttpRequest &request,
                                                         QString &spelled);

    // Answers.
    [[nodiscard]] static HttpResponse fault(int status, const QString &message);
    /// Reads the body; refuses it if it is not JSON, or declared as another type.
    [[nodiscard]] static std::optional<HttpResponse> unreadable(Call &call);
    [[nodiscard]] static std::optional<HttpResponse> mismatched(const Call &call,
                                                                const Demands &demands);
    [[nodiscard]] static HttpResponse denied(const QString &rule);
    [[nodiscard]] static HttpResponse accepted();
    [[nodiscard]] static HttpResponse instanceNotFound(const QString &id);
    /// The same for resources that Nova looks up in its table of cells first.
    [[nodiscard]] static HttpResponse unmapped(const QString &id);
    static constexpr int largestMetadata = 128;
    [[nodiscard]] static QString tooMuchMetadata();
    /// The 409 if an action does not fit the server's state: a vm_state not in the list (empty:
    /// any), a task not in the list, or a server that never ran.
    [[nodiscard]] static std::optional<HttpResponse>
    wrongState(const QString &method, const Server &server, const QStringList &vmStates,
               const std::optional<QStringList> &tasks = QStringList());

    // Key pairs.
    static constexpr int mostKeyPairs = 100;
    [[nodiscard]] std::vector<KeyPair>::iterator findKeyPair(const Call &call,
                                                             const QString &name) const;
    [[nodiscard]] static HttpResponse keyPairNotFound(const Call &call);
    HttpResponse listKeyPairs(Call &call);
    HttpResponse createKeyPair(Call &call);

    // Server groups.
    static constexpr int mostServerGroups = 10;
    /// The project's group with this ID; null: there is none.
    [[nodiscard]] ServerGroup *serverGroupOf(const Call &call, const QString &id) const;
    [[nodiscard]] static HttpResponse serverGroupNotFound(const QString &id);
    [[nodiscard]] QJsonObject serverGroupBody(const ServerGroup &group, const Call &call) const;
    HttpResponse createServerGroup(Call &call);

    // Servers.
    [[nodiscard]] Server *serverOf(const Call &call, const QString &id) const;
    [[nodiscard]] QJsonObject serverBody(const Server &server, const Call &call, bool detail,
                                         bool list) const;
    [[nodiscard]] QJsonArray serverLinks(const Server &server) const;
    HttpResponse listServers(Call &call, bool detail);
    HttpResponse createServer(Call &call);
    HttpResponse serverAction(Call &call);
    HttpResponse listActions(const Call &call, const Server &server) const;
    HttpResponse updateServer(Call &call);
    [[nodiscard]] QJsonObject updatedBody(const Server &server, const Call &call) const;
    HttpResponse serverMetadata(Call &call);
    HttpResponse changeServerTag(const Call &call);
    HttpResponse changeSecurityGroup(const Call &call, Server &server, const QJsonValue &argument,
                                     bool adds);
    HttpResponse consoleOutput(const Server &server, const QJsonObject &arguments) const;
    /// With a new token; or the refusal.
    std::variant<QString, HttpResponse> consoleAddress(const Call &call, const Server &server,
                                                       const QString &protocol,
                                                       const QString &type);

    // Actions: each receives the server and the value under the action's name.
    using Action = std::function<HttpResponse(Call &, Server &, const QJsonValue &)>;
    struct ActionRule
    {
        const char *policy; ///< after "os_compute_api:"
        const char *method; ///< Nova's name for it in conflicts
        QStringList vmStates;
        bool blockedByLock = true;
        Action action;
        std::function<Schema(int)> schema = {};
        int until = maximumMicroversion; ///< the last one that has it
    };
    void addPowerActions();
    void addShelveActions();
    void addResizeActions();
    void addRescueActions();
    void addOtherActions();
    void addDeferredDeletion();
    void addRefusedActions();
    void addRefusedRoutes();
    /// Finishes an action that failed on the server's host; some leave the server in `error`.
    void fail(Server &server, const QByteArray &requestId, bool toError);
    HttpResponse reboot(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse lock(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse unlock(Call &call, Server &server);
    HttpResponse shelve(Call &call, Server &server);
    HttpResponse unshelve(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse offload(Call &call, Server &server);
    /// Frees the server's host, in the phase `shelving_offloading`.
    static void leaveHost(Server &server);
    HttpResponse resize(Call &call, Server &server, const QJsonValue &argument);
    /// Why Nova refuses the flavor for the server; nullopt: it does not.
    [[nodiscard]] std::optional<HttpResponse> unfit(const Call &call, const Server &server,
                                                    const Flavor &flavor) const;
    HttpResponse rescue(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse resetState(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse createImage(Call &call, Server &server, const QJsonValue &argument);
    HttpResponse snapshotImageBacked(Call &call, Server &server, Image image);
    HttpResponse snapshotVolumeBacked(Call &call, Server &server, Image image);
    /// Adds the password that the guest has encrypted, as Nova does.
    static void inheritPassword(const Server &server, Image &image);
    [[nodiscard]] HttpResponse imageCreated(const Call &call, const QString &imageId) const;
    /// Uploads the server's disk into an image that is stored as `queued`.
    void uploadSnapshot(Server &server, const QString &imageId, const QByteArray &requestId,
                        const QString &kind);

    HttpResponse rebuild(Call &call, Server &server, const QJsonValue &argument);
    [[nodiscard]] std::optional<HttpResponse> refusedRebuild(const Call &call, const Server &server,
                                                             const QJsonObject &wanted) const;
    /// The image that the server's boot volume was made from; empty: none.
    [[nodiscard]] QString rootImageOf(const Server &server) const;
    void reimage(const Server &server, const QString &imageId);
    HttpResponse changePassword(const Call &call, Server &server);

    // Interfaces.
    HttpResponse attachInterface(Call &call);
    HttpResponse detachInterface(Call &call);
    [[nodiscard]] std::variant<Port *, HttpResponse> freePort(const Call &call, const QString &id);
    [[nodiscard]] std::variant<Port *, HttpResponse> newPort(const Call &call, const Server &server,
                                                             const QString &networkId,
                                                             const QString &address);
    void unplug(Server &server, Port &port);

    QHash<QString, ActionRule> m_actions;
    Router m_router;
    VolumeManager &m_volumes;
    Lifecycle &m_lifecycle;
};

} // namespace oriel::demo
