#include "app/ctl/showcommand.h"

#include "app/ctl/showobject.h"
#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

class ShowCommand final : public Command
{
public:
    ShowCommand(Connection &connection, Invocation invocation, ShowSpec spec)
        : Command(connection, std::move(invocation))
        , m_spec(std::move(spec))
    {}

    void run() override
    {
        m_spec.find(client(), invocation().operands.first(), this, [this](Result<QString> id) {
            if (id.ok())
                fetch(*id);
            else
                fail(id.error(), m_spec.failed);
        });
    }

private:
    void fetch(const QString &id)
    {
        const ShowObject whole{.service = m_spec.api.service,
                               .path = QString::fromLatin1(m_spec.api.path) + u'/' +
                                       openstack::pathSegment(id),
                               .key = QString::fromLatin1(m_spec.api.row)};
        client().call(whole).then(this, [this](Result<QJsonObject> object) {
            if (object.ok())
                show(m_spec.layout(*object));
            else
                fail(object.error(), m_spec.failed);
        });
    }

    ShowSpec m_spec;
};

} // namespace

CommandEntry showEntry(const ShowSpec &spec)
{
    return {{.words = spec.words,
             .summary = spec.summary,
             .operand = spec.operand,
             .prints = CommandSpec::Prints::Details},
            [spec](Connection &connection, Invocation invocation) {
                return std::make_unique<ShowCommand>(connection, std::move(invocation), spec);
            }};
}

Details plainLayout(const QJsonObject &object)
{
    QMap<QString, Cell> fields;
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (member.key() == "metadata"_L1)
            fields.insert(u"properties"_s, objectCell(member->toObject()));
        else if (member.key() != "links"_L1)
            fields.insert(member.key(), Cell{member.value()});
    }
    Details details;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        details.fields.emplace_back(field.key(), field.value());
    return details;
}

} // namespace oriel::ctl
