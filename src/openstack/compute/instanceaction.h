#pragma once

#include "openstack/api.h"

#include <QtCore/QDateTime>

#include <vector>

/// https://docs.openstack.org/api-ref/compute/#servers-actions-servers-os-instance-actions
namespace oriel::openstack {

/// One step of an instance action (visible since microversion 2.51).
struct InstanceActionEvent
{
    QString event;
    QString result;  ///< Success, Error; empty while it runs
    QString details; ///< since 2.84
    QDateTime started;
    QDateTime finished;

    static void fields(auto &f, auto &event)
    {
        f("event", event.event);
        f("result", event.result);
        f("details", event.details);
        f("start_time", event.started);
        f("finish_time", event.finished);
    }
    bool operator==(const InstanceActionEvent &) const = default;
};

/// One action performed on a server.
struct InstanceAction
{
    QString action; ///< createImage, stop, …
    QString requestId;
    QString userId;
    QString message; ///< "Error" if it failed
    QDateTime started;
    QDateTime updated;
    std::vector<InstanceActionEvent> events;

    static void fields(auto &f, auto &action)
    {
        f("action", action.action);
        f.id("request_id", action.requestId);
        f("user_id", action.userId);
        f("message", action.message);
        f("start_time", action.started);
        f("updated_at", action.updated);
        f("events", action.events);
    }
    bool operator==(const InstanceAction &) const = default;
};

/// GET /servers/{id}/os-instance-actions, newest first; without events. Since 2.21 also of deleted
/// servers, as long as the cloud keeps them.
struct ListInstanceActions
{
    using Value = std::vector<InstanceAction>;

    QString serverId = {};
    int limit = 0;       ///< at most this many; 0: as many as Nova returns. Ignored before 2.58
    QString marker = {}; ///< the request ID after which they begin, since 2.58; empty: the newest

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

} // namespace oriel::openstack
