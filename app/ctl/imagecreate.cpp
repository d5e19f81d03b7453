#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/imagelayout.h"
#include "app/ctl/operationrun.h"
#include "app/ctl/showobject.h"
#include "app/ctl/terminal.h"
#include "operations/capture/createsnapshot.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ImageCreateWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ImageCreate)
};

/// `server image create`: a snapshot of an instance, created like in the window.
class ServerImageCreate final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        if (invocation().has(u"keep-until"_s)) {
            const QString date = invocation().value(u"keep-until"_s);
            m_request.keepUntil = QDate::fromString(date, Qt::ISODate);
            if (!m_request.keepUntil->isValid()) {
                fail(ImageCreateWords::tr("--keep-until takes a date as 2027-01-31, not “%1”.")
                         .arg(date));
                return;
            }
        }
        findServer(client(), invocation().operands.first(), this, [this](auto server) {
            if (server.ok())
                create(*server);
            else
                fail(server.error(), notCreated());
        });
    }

private:
    static QString notCreated() { return ImageCreateWords::tr("No snapshot was created."); }

    void create(const openstack::Server &server)
    {
        m_request.serverId = server.id;
        const qsizetype longest = operations::longestSnapshotName(server.bootsFromVolume());
        m_request.name = invocation().value(u"name"_s);
        if (!invocation().has(u"name"_s))
            m_request.name = operations::firstCharacters(server.name.trimmed(), longest).trimmed();
        const auto fault = operations::computeNameFault(m_request.name, longest);
        if (fault != operations::NameFault::None) {
            fail(notCreated() + u' ' + operations::describe(fault, m_request.name, longest));
            return;
        }
        m_request.shutOffFirst =
            invocation().has(u"shut-off-first"_s) && server.status == "ACTIVE"_L1;
        m_request.description = invocation().value(u"description"_s);
        connection().stores().servers.upsert({server});
        m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
        auto operation = std::make_unique<operations::CreateSnapshot>(m_run->context(), m_request);
        m_operation = operation.get();
        // With --shut-off, wait until the instance is running again.
        if (!invocation().has(u"wait"_s) && !m_request.shutOffFirst) {
            connect(m_operation, &operations::Operation::changed, this, [this] {
                if (m_shown || !m_operation->isAskedFor() ||
                    m_operation->outcome() != operations::Outcome::Running)
                    return;
                m_run->release(
                    *m_operation,
                    ImageCreateWords::tr("orielctl did not wait for the capture to finish."));
                showImage();
            });
        }
        std::vector<std::unique_ptr<operations::Operation>> one;
        one.push_back(std::move(operation));
        m_run->start(std::move(one), [this](int failed) {
            if (m_shown)
                return;
            if (failed > 0)
                fail(notCreated());
            else
                showImage();
        });
    }

    void showImage()
    {
        if (std::exchange(m_shown, true))
            return;
        const ShowObject image{net::Service::Image, "/images/"_L1 + m_operation->resultId()};
        client().call(image).then(this, [this](auto result) {
            if (result.ok())
                show(imageLayout(*result));
            else
                fail(result.error(), ImageCreateWords::tr("The snapshot “%1” was created, but "
                                                          "cannot be shown.")
                                         .arg(m_request.name));
        });
    }

    operations::CreateSnapshotRequest m_request;
    std::unique_ptr<OperationRun> m_run;
    operations::CreateSnapshot *m_operation = nullptr;
    bool m_shown = false;
};

} // namespace

CommandEntry serverImageCreate()
{
    return entry<ServerImageCreate>(
        {.words = {u"server"_s, u"image"_s, u"create"_s},
         .summary = ImageCreateWords::tr("Create a snapshot of an instance"),
         .operand = u"server"_s,
         .prints = CommandSpec::Prints::Details,
         .options = {
             {{u"name"_s}, ImageCreateWords::tr("Its name; by default the instance's."), u"NAME"_s},
             {{u"wait"_s}, ImageCreateWords::tr("Wait until it is captured.")},
             {{u"shut-off-first"_s},
              ImageCreateWords::tr("Shut the instance off, capture it and start it again, so that "
                                   "its data is consistent. Waits for that.")},
             {{u"keep-until"_s},
              ImageCreateWords::tr("List it as due for deletion after this date."),
              u"DATE"_s},
             {{u"description"_s}, ImageCreateWords::tr("Why it is created."), u"TEXT"_s}}});
}

} // namespace oriel::ctl
