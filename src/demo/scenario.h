#pragma once

#include "base/literals.h"
#include "demo/compute/lifecycle.h"

namespace oriel::demo {

/// Fills an empty cloud with the servers of a small company: running ones, broken ones, and
/// leftovers.
class Scenario
{
public:
    Scenario(World &world, VolumeManager &volumes) : m_world(world), m_volumes(volumes) {}

    /// Builds everything; if DemoOptions::servers exceeds the scenario's own number, adds generated
    /// servers.
    void build();

private:
    /// One instance of the scenario.
    struct ServerSpec
    {
        QString name;
        QString flavor;
        QString image;   ///< the source of the instance or its root volume
        int root = 0;    ///< GiB of the root volume; 0: image-backed
        QList<int> data; ///< GiB of the data volumes
        int age = 30;    ///< days
        QString vmState = u"active"_s;
        QString group = u"default"_s;
        QString key = u"admin-desk"_s;
        bool floating = false;
    };

    void addPeople();
    void addFlavorsAndImages();
    void addNetworks();
    void addRouterPorts();
    void addOperator();
    void addRescueImage();
    void addWindowsImage();
    void addGroups();
    void addServerGroups();
    void addServers();
    void addSnapshots();
    void addLoose();
    void addBackups();
    void addLab();
    void addLabNetworks();
    void addCrowd(int count);

    Network &addNetwork(const QString &name, const QString &projectId, const QString &prefix);
    Server &addServer(const ServerSpec &spec, const Project &project);
    Volume &addVolume(const Project &project, const QString &name, int size, double ageDays);
    void attach(Server &server, Volume &volume, int bootIndex);
    /// Adds a snapshot taken `ageDays` ago; `keepDays` later it is due (negative: no tag, 0: no
    /// date). With `partsGone`, the volume snapshots that it refers to are missing; with
    /// `imageGone`, the image.
    void addSnapshot(const QString &serverName, const QString &name, double ageDays, int keepDays,
                     bool partsGone = false, bool imageGone = false);
    void snapshotOf(const Server &server, const QString &name, double ageDays, int keepDays,
                    bool partsGone, bool imageGone);
    Image &addImage(const Server &server, const QString &name, double ageDays);
    Server *serverNamed(const QString &name) const;
    QDateTime ago(double days) const;

    World &m_world;
    VolumeManager &m_volumes;
    QString m_demo;
    QString m_lab;
    QString m_user;
};

} // namespace oriel::demo
