#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/serverdetails.h"
#include "forms/launchform.h"
#include "operations/launch/launchinstance.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using operations::Subject;

struct ServerCreateWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ServerCreate)
};

/// The value of `key` in "key=value,key=value"; empty: none.
QString valueIn(const QString &list, const QString &key)
{
    for (const QString &part : list.split(u',')) {
        if (part.section(u'=', 0, 0) == key)
            return part.section(u'=', 1);
    }
    return {};
}

/// `server create`: an instance, launched like in the window: by the same form, which knows what is
/// missing or does not fit, and the same operation.
class ServerCreate final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const auto launch = [this](Kind kind) {
            return [this, kind](const auto &found) {
                if (found.ok())
                    prepare({kind, found->id, found->name});
                else
                    fail(found.error(), notLaunched());
            };
        };
        const QStringList sources{u"image"_s, u"volume"_s, u"snapshot"_s};
        const auto given = std::ranges::count_if(
            sources, [this](const QString &option) { return invocation().has(option); });
        if (given != 1)
            fail(ServerCreateWords::tr("Use one of --image, --volume and --snapshot."));
        else if (invocation().has(u"image"_s))
            findImage(client(), invocation().value(u"image"_s), this, launch(Kind::Image));
        else if (invocation().has(u"volume"_s))
            findVolume(client(), invocation().value(u"volume"_s), this, launch(Kind::Volume));
        else
            findVolumeSnapshot(client(), invocation().value(u"snapshot"_s), this,
                               launch(Kind::VolumeSnapshot));
    }

private:
    static QString notLaunched() { return ServerCreateWords::tr("No instance was launched."); }

    void prepare(const Subject &source)
    {
        m_form = std::make_unique<forms::LaunchForm>(client(), connection().stores(), source,
                                                     QStringList());
        connect(m_form.get(), &forms::LaunchForm::changed, this, &ServerCreate::enter,
                Qt::QueuedConnection);
        enter();
    }

    void enter()
    {
        if (m_entered || !m_form->ready())
            return;
        m_entered = true;
        // Addresses have commands of their own; none is allocated unasked.
        forms::ReachChoice reach = m_form->reachChoice();
        reach.wanted = false;
        m_form->setReachChoice(reach);
        const QString wrong = fill();
        if (!wrong.isEmpty()) {
            fail(notLaunched() + u' ' + wrong);
            return;
        }
        // As Nova does with --min and --max: as many as the quota allows.
        const int least = std::max(1, invocation().value(u"min"_s).toInt());
        while (!m_form->problem().isEmpty() && m_form->count() > least)
            m_form->setCount(m_form->count() - 1);
        if (const QString problem = m_form->problem(); !problem.isEmpty())
            fail(notLaunched() + u' ' + problem);
        else
            launch();
    }

    /// What is wrong with the options; empty: nothing.
    QString fill()
    {
        m_form->setName(invocation().operands.first());
        const int least = std::max(1, invocation().value(u"min"_s).toInt());
        m_form->setCount(std::max(least, invocation().value(u"max"_s).toInt()));
        for (const auto &[field, option] : {std::pair{u"flavor"_s, u"flavor"_s},
                                            {u"keyPair"_s, u"key-name"_s},
                                            {u"zone"_s, u"availability-zone"_s},
                                            {u"networks"_s, u"network"_s},
                                            {u"securityGroups"_s, u"security-group"_s}}) {
            const QString wrong = choose(field, invocation().options.value(option));
            if (!wrong.isEmpty())
                return wrong;
        }
        if (!invocation().has(u"key-name"_s))
            m_form->choose(fieldNamed(u"keyPair"_s), {});
        if (const QString wrong = connectNics(); !wrong.isEmpty())
            return wrong;
        const QString disk = invocation().value(u"boot-from-volume"_s);
        m_form->setOnNewVolume(!disk.isEmpty());
        if (!disk.isEmpty()) {
            bool ok = false;
            const int gib = disk.toInt(&ok);
            if (!ok || gib < 1)
                return ServerCreateWords::tr("--boot-from-volume takes a size in GiB, not “%1”.")
                    .arg(disk);
            m_form->setSize(m_form->source().id, gib);
        }
        for (const QString &hint : invocation().options.value(u"hint"_s)) {
            if (hint.section(u'=', 0, 0) != "group"_L1)
                return ServerCreateWords::tr("--hint takes group=ID, not “%1”.").arg(hint);
            if (const QString wrong = choose(u"serverGroup"_s, {hint.section(u'=', 1)});
                !wrong.isEmpty())
                return wrong;
        }
        return readDetails();
    }

    QString readDetails()
    {
        forms::LaunchDetails details = m_form->details();
        details.metadata.clear();
        for (const QString &pair : invocation().options.value(u"property"_s)) {
            if (pair.indexOf(u'=') < 1)
                return ServerCreateWords::tr("--property takes KEY=VALUE, not “%1”.").arg(pair);
            details.metadata.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
        }
        details.tags = invocation().options.value(u"tag"_s).join(u',');
        details.description = invocation().value(u"description"_s);
        details.configDrive = invocation().has(u"use-config-drive"_s);
        details.password = invocation().value(u"password"_s);
        if (const QString path = invocation().value(u"user-data"_s); !path.isEmpty()) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                //: %1: a path; %2: the system's message
                return ServerCreateWords::tr("%1 could not be read: %2.")
                    .arg(path, file.errorString());
            details.userData = file.readAll();
        }
        m_form->setDetails(details);
        return {};
    }

    /// --nic and --port.
    QString connectNics()
    {
        QStringList ports = invocation().options.value(u"port"_s);
        QStringList networks = invocation().options.value(u"network"_s);
        for (const QString &nic : invocation().options.value(u"nic"_s)) {
            const QString network = valueIn(nic, u"net-id"_s);
            const QString port = valueIn(nic, u"port-id"_s);
            if (network.isEmpty() == port.isEmpty())
                return ServerCreateWords::tr("--nic takes net-id=… or port-id=…, not “%1”.")
                    .arg(nic);
            if (!port.isEmpty()) {
                ports += port;
                continue;
            }
            networks += network;
            if (const QString wrong = choose(u"networks"_s, networks); !wrong.isEmpty())
                return wrong;
            // It may have been given by its name.
            const QString id = m_form->chosen(fieldNamed(u"networks"_s)).constLast();
            for (const QString &key : {u"v4-fixed-ip"_s, u"v6-fixed-ip"_s}) {
                if (const QString address = valueIn(nic, key); !address.isEmpty())
                    m_form->setFixedAddress(id, address);
            }
        }
        if (ports.isEmpty())
            return {};
        if (!invocation().has(u"network"_s) && !invocation().has(u"nic"_s))
            clear(u"networks"_s);
        return choose(u"ports"_s, ports);
    }

    [[nodiscard]] const forms::LaunchField &fieldNamed(const QString &key) const
    {
        return *std::ranges::find(m_form->fields(), key, &forms::LaunchField::key);
    }

    void clear(const QString &key)
    {
        const forms::LaunchField &field = fieldNamed(key);
        for (const forms::LaunchOption &option : m_form->options(field)) {
            if (option.chosen)
                m_form->choose(field, option.id, false);
        }
    }

    /// By IDs or names; what was proposed is replaced. With none, the proposal stays.
    QString choose(const QString &key, const QStringList &given)
    {
        if (given.isEmpty())
            return {};
        const forms::LaunchField &field = fieldNamed(key);
        if (field.isList())
            clear(key);
        for (const QString &wanted : given) {
            QStringList ids;
            for (const forms::LaunchOption &option : m_form->options(field)) {
                if (option.id == wanted) {
                    ids = {wanted};
                    break;
                }
                if (wanted == (option.name.isEmpty() ? option.text : option.name))
                    ids += option.id;
            }
            const QString label = QString(field.label).remove(u'&').toLower();
            if (ids.isEmpty())
                //: %1: what it is: "flavor"; %2: a name
                return ServerCreateWords::tr("There is nothing called “%2” to use as %1.")
                    .arg(label, wanted);
            if (ids.size() > 1)
                //: %1: what it is: "flavor"; %2: a name; %3: several IDs
                return ServerCreateWords::tr("Several have the name “%2”, to use as %1. Use an "
                                             "ID: %3.")
                    .arg(label, wanted, ids.join(", "_L1));
            m_form->choose(field, ids.front());
        }
        return {};
    }

    void launch()
    {
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        if (!invocation().has(u"wait"_s))
            m_run->doNotWait(
                ServerCreateWords::tr("orielctl did not wait until the instance was running."));
        std::vector<std::unique_ptr<operations::Operation>> all;
        for (const operations::LaunchRequest &request : m_form->requests()) {
            auto one = std::make_unique<operations::LaunchInstance>(m_run->context(), request);
            m_started.push_back(one.get());
            all.push_back(std::move(one));
        }
        m_run->start(std::move(all), [this](int failed) {
            const auto made = std::ranges::find_if(
                m_started, [](const auto *operation) { return !operation->resultId().isEmpty(); });
            if (failed > 0 || made == m_started.end())
                fail(failed < static_cast<int>(m_started.size())
                         ? ServerCreateWords::tr("Not all instances were launched.")
                         : notLaunched());
            else
                showServer(**made);
        });
    }

    void showServer(operations::LaunchInstance &launched)
    {
        m_details = std::make_unique<ServerDetails>(client());
        m_details->fetch(launched.resultId(), [this, &launched](Result<Details> details) {
            if (details.ok())
                show(withPassword(*details, launched.takePassword()));
            else
                fail(details.error(), ServerCreateWords::tr("The instance was launched, but cannot "
                                                            "be shown."));
        });
    }

    /// As `openstack` shows it: this is the only time that the cloud returns it.
    static Details withPassword(Details details, const QString &password)
    {
        const QString key = u"adminPass"_s;
        const auto next = std::ranges::find_if(
            details.fields, [&key](const auto &field) { return field.first > key; });
        details.fields.insert(next, {key, textCell(password)});
        return details;
    }

    std::unique_ptr<forms::LaunchForm> m_form;
    bool m_entered = false;
    std::unique_ptr<OperationRun> m_run;
    std::vector<operations::LaunchInstance *> m_started; ///< owned by m_run
    std::unique_ptr<ServerDetails> m_details;
};

} // namespace

CommandEntry serverCreate()
{
    using Words = ServerCreateWords;
    return entry<ServerCreate>(
        {.words = {u"server"_s, u"create"_s},
         .summary = Words::tr("Launch instances"),
         .operand = u"name"_s,
         .prints = CommandSpec::Prints::Details,
         .options = {
             {{u"image"_s},
              Words::tr("Launch from this image, or from this snapshot of an instance."),
              u"IMAGE"_s},
             {{u"volume"_s}, Words::tr("Boot from this volume."), u"VOLUME"_s},
             {{u"snapshot"_s},
              Words::tr("Boot from a new volume, created from this volume snapshot."),
              u"SNAPSHOT"_s},
             {{u"boot-from-volume"_s},
              Words::tr("With --image: boot from a new volume of this size, in GiB."),
              u"SIZE"_s},
             {{u"flavor"_s},
              Words::tr("Launch with this flavor, by name or ID. By default, with the smallest one "
                        "that fits."),
              u"FLAVOR"_s},
             {{u"network"_s}, Words::tr("Connect to this network; may be repeated."), u"NETWORK"_s},
             {{u"nic"_s},
              Words::tr(
                  "Connect as net-id=ID,v4-fixed-ip=ADDRESS or port-id=ID says; may be repeated."),
              u"NIC"_s},
             {{u"port"_s}, Words::tr("Use this existing port; may be repeated."), u"PORT"_s},
             {{u"security-group"_s},
              Words::tr("Add this security group, by name or ID; may be repeated."),
              u"GROUP"_s},
             {{u"key-name"_s}, Words::tr("Install this key pair."), u"KEY"_s},
             {{u"availability-zone"_s},
              Words::tr("Launch in this availability zone. By default, the cloud chooses it."),
              u"ZONE"_s},
             {{u"user-data"_s}, Words::tr("Give the instance the text of this file."), u"FILE"_s},
             {{u"property"_s},
              Words::tr("Add this item of metadata; may be repeated."),
              u"KEY=VALUE"_s},
             {{u"tag"_s}, Words::tr("Add this tag; may be repeated."), u"TAG"_s},
             {{u"description"_s}, Words::tr("What the instance is for."), u"TEXT"_s},
             {{u"hint"_s},
              Words::tr("Put the instances into the server group with this ID."),
              u"group=ID"_s},
             {{u"use-config-drive"_s},
              Words::tr("Give the instance its metadata and user data on a drive, and not only "
                        "over the network.")},
             {{u"password"_s},
              Words::tr("The password of root or the administrator; by default, the cloud makes "
                        "one."),
              u"PASSWORD"_s},
             {{u"min"_s},
              Words::tr("Launch at least this many instances; by default 1."),
              u"COUNT"_s},
             {{u"max"_s},
              Words::tr("Launch at most this many instances: as many as the quota allows. By "
                        "default, the number of --min."),
              u"COUNT"_s},
             {{u"wait"_s}, Words::tr("Wait until they are running.")}}});
}

} // namespace oriel::ctl
