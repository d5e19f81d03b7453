#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/terminal.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverdetails.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using operations::Subject;
using operations::Values;

struct ServerSetWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ServerSet)
};

/// `server set` and `server unset`: one operation for each detail, as in the window.
class ServerSetCommand final : public Command
{
public:
    ServerSetCommand(Connection &connection, Invocation invocation, bool sets)
        : Command(connection, std::move(invocation))
        , m_sets(sets)
    {}

    void run() override
    {
        if (const QString wrong = m_sets ? readSet() : readUnset(); !wrong.isEmpty()) {
            fail(wrong);
            return;
        }
        if (m_wanted.empty()) {
            done(); // as `openstack` does
            return;
        }
        findSubject(connection(), openstack::Kind::Server, invocation().operands.first(), this,
                    [this](Result<Subject> found) {
                        if (found.ok())
                            change(*found);
                        else
                            fail(found.error().message);
                    });
    }

private:
    struct Wanted
    {
        QString action;
        Values values;
    };

    /// What is wrong with the options, in words; empty: nothing.
    QString readSet()
    {
        if (invocation().has(u"name"_s))
            m_wanted.push_back({u"rename-server"_s, {{u"name"_s, invocation().value(u"name"_s)}}});
        if (invocation().has(u"description"_s))
            m_wanted.push_back({operations::describeServer,
                                {{u"description"_s, invocation().value(u"description"_s)}}});
        QJsonObject items;
        for (const QString &pair : invocation().options.value(u"property"_s)) {
            if (pair.indexOf(u'=') < 1)
                return ServerSetWords::tr("--property takes KEY=VALUE, not “%1”.").arg(pair);
            items.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
        }
        addChanges(operations::editServerMetadata, items);
        QJsonObject tags;
        for (const QString &tag : invocation().options.value(u"tag"_s))
            tags.insert(tag, true);
        addChanges(operations::editServerTags, tags);
        return {};
    }

    QString readUnset()
    {
        if (invocation().has(u"description"_s))
            m_wanted.push_back({operations::describeServer, {{u"description"_s, QString()}}});
        QJsonObject items;
        for (const QString &key : invocation().options.value(u"property"_s))
            items.insert(key, QJsonValue::Null);
        addChanges(operations::editServerMetadata, items);
        QJsonObject tags;
        for (const QString &tag : invocation().options.value(u"tag"_s))
            tags.insert(tag, false);
        addChanges(operations::editServerTags, tags);
        return {};
    }

    void addChanges(const QString &action, const QJsonObject &changes)
    {
        if (!changes.isEmpty())
            m_wanted.push_back({action, {{u"changes"_s, changes}}});
    }

    void change(const Subject &server)
    {
        const operations::Situation situation{connection().stores()};
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        std::vector<std::unique_ptr<operations::Operation>> all;
        for (const Wanted &one : m_wanted) {
            const operations::Action &action = *operations::actionNamed(one.action);
            QString why = action.obstacle(situation, server.id);
            if (why.isEmpty())
                why = action.problem(situation, server.id, one.values);
            if (!why.isEmpty()) {
                // Nothing is changed if a part is not possible.
                fail(withoutIsolates(
                    action.outcome(operations::Outcome::Failed, server, one.values) + u' ' + why));
                return;
            }
            all.push_back(operations::actOn(m_run->context(), action.key, server, one.values));
        }
        m_run->start(std::move(all), [this](int failed) {
            if (failed == 0)
                done();
            else
                Q_EMIT finished(Failed); // the reason was printed
        });
    }

    bool m_sets;
    std::vector<Wanted> m_wanted;
    std::unique_ptr<OperationRun> m_run;
};

CommandEntry serverSetEntry(CommandSpec spec, bool sets)
{
    spec.operand = u"server"_s;
    spec.prints = CommandSpec::Prints::Nothing;
    spec.options.push_back({{u"wait"_s}, ServerSetWords::tr("Wait until it has finished.")});
    return {std::move(spec), [sets](Connection &connection, Invocation invocation) {
                return std::make_unique<ServerSetCommand>(connection, std::move(invocation), sets);
            }};
}

} // namespace

CommandEntry serverSet()
{
    return serverSetEntry(
        {.words = {u"server"_s, u"set"_s},
         .summary = ServerSetWords::tr("Change the name, the description, metadata or tags"),
         .options = {{{u"name"_s}, ServerSetWords::tr("The new name."), u"NAME"_s},
                     {{u"description"_s},
                      ServerSetWords::tr("The new description."),
                      u"DESCRIPTION"_s},
                     {{u"property"_s},
                      ServerSetWords::tr("Add or change an item of metadata; may be repeated."),
                      u"KEY=VALUE"_s},
                     {{u"tag"_s}, ServerSetWords::tr("Add a tag; may be repeated."), u"TAG"_s}}},
        true);
}

CommandEntry serverUnset()
{
    return serverSetEntry(
        {.words = {u"server"_s, u"unset"_s},
         .summary = ServerSetWords::tr("Remove the description, metadata or tags"),
         .options = {{{u"description"_s}, ServerSetWords::tr("Remove the description.")},
                     {{u"property"_s},
                      ServerSetWords::tr("Remove an item of metadata; may be repeated."),
                      u"KEY"_s},
                     {{u"tag"_s}, ServerSetWords::tr("Remove a tag; may be repeated."), u"TAG"_s}}},
        false);
}

} // namespace oriel::ctl
