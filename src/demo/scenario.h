#pragma once

#include "base/literals.h"
#include "demo/compute/lifecycle.h"

namespace oriel::demo {

/// Fills an empty cloud with the servers of a small firm: what runs there, what broke, and what was
/// left lying about.
class Scenario
{
public:
    Scenario(World &world, VolumeManager &volumes) : m_world(world), m_volumes(volumes) {}

    /// Everything; from DemoOptions::servers above the scenario's own number, generated servers are
    /// added.
    void build();

private:
    /// One instance as the scenario has it.
    struct ServerSpec
    {
        QString name;
        QString flavor;
        QString image;   ///< what it, or its root volume, was made from
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
    void addGroups();
    void addServers();
    void addSnapshots();
    void addLoose();
    void addLab();
    void addCrowd(int count);

    Server &addServer(const ServerSpec &spec, const Project &project);
    Volume &addVolume(const Project &project, const QString &name, int size, double ageDays);
    void attach(Server &server, Volume &volume, int bootIndex);
    /// A snapshot taken `ageDays` ago; `keepDays` after that it is due (negative: no tag at all,
    /// 0: no date). With `partsGone` the volume snapshots it points to are left out, with
    /// `imageGone` the image.
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
