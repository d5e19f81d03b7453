#pragma once

#include "models/storemodel.h"
#include "openstack/kind.h"
#include "operations/operation.h"
#include "store/cloudstores.h"
#include "ui/actions/actionscontroller.h"
#include "ui/navigation/route.h"
#include "ui/pages/listsearch.h"
#include "ui/pages/page.h"
#include "ui/uicontext.h"
#include "ui/widgets/listpanel.h"

#include <functional>
#include <optional>
#include <vector>

namespace oriel::ui {

class ResourceBody;
struct ListPageSpec;

/// The groups of the sidebar.
enum class PageGroup { Compute, Storage, Networking };
[[nodiscard]] QString titleOf(PageGroup group);

/// An entry of the row menu that navigates elsewhere. If rows have no page, Enter follows the first
/// available link.
struct RowLink
{
    QString text; ///< "Show its instance"
    std::function<std::optional<Route>(const UiContext &ui, const QString &id)> route;
    QString reason; ///< why the link is not available: a sentence
};

/// A combo box beside the filter field.
struct Facet
{
    struct Choice
    {
        QString text;
        QString toolTip{};
    };
    QString label;
    QString objectName;
    std::vector<Choice> choices; ///< the first one shows all rows
};

/// The list's message if the facets leave no row. Empty: the default message.
struct NoneWords
{
    QString title;
    QString text;
};

/// The page's notice while operations started here create something that is listed elsewhere.
struct BegunNotice
{
    QLatin1StringView operation; ///< Operation::kind()
    std::function<QString(const std::vector<operations::Subject> &subjects)> text;
    std::function<Route(const std::vector<operations::Subject> &subjects)> route;
};

/// The page of one resource as a value.
struct ResourcePageSpec
{
    std::vector<Kind> needs; ///< kinds that it refers to
    /// The resource's name; nothing if the stores do not have it.
    std::function<std::optional<QString>(const store::CloudStores &stores, const QString &id)> name;
    std::function<ResourceBody *(const UiContext &ui, const ListPageSpec &spec, const QString &id,
                                 QWidget *parent)>
        body;
    QString gone;     ///< "This volume no longer exists", if its name was never known
    QString goneText; ///< what may have happened to it
    QString failed;   ///< "The volume could not be loaded."
    /// What is shown instead of these two texts, if more is known about a resource that no longer
    /// exists. `name`: empty if it was never known.
    std::function<ResourceBody *(const UiContext &ui, const ListPageSpec &spec, const QString &id,
                                 const QString &name, QWidget *parent)>
        remains{};
};

/// Whether the cloud offers a list whose service answers in any case. The window fetches the rows
/// of `by` once.
struct Offer
{
    Kind by;
    std::function<bool(const store::CloudStores &stores)> has;
};

/// A list page as a value: everything that the sidebar, the page, the shortcuts, the global search
/// and links need for the resources of one kind. `needs` and the members from `page` on are
/// optional.
struct ListPageSpec
{
    Kind kind{};
    PageGroup group = PageGroup::Compute;
    ListWords words;
    /// "40 instances". `count` is "40", "3 of 40" or "50,000+"; the plural depends on `total`.
    std::function<QString(const QString &count, int total)> counted;
    std::vector<Kind> needs{}; ///< further kinds that the columns refer to
    std::function<const store::StoreBase &(const store::CloudStores &stores)> source;
    std::function<std::unique_ptr<models::RowModel>(const UiContext &ui)> model;

    /// The page of one resource, with its list's breadcrumb and its own name. If absent, a resource
    /// is shown as a row of the list.
    std::optional<ResourcePageSpec> page{};
    /// Below the title: what the rows themselves do not say. One or two sentences.
    QString about{};
    /// The resources have no IDs: what is copied are their names.
    bool namesAreIds = false;
    std::function<RowActions *(const UiContext &ui, QWidget *window)> actions{};
    std::vector<RowLink> links{};
    /// The route of a cell's link. `target` is the column's value for models::LinkRole.
    std::function<std::optional<Route>(const UiContext &ui, const QString &column,
                                       const QString &target)>
        cell{};
    std::function<RowSearch(const store::CloudStores &stores)> search{};
    /// What the whole cloud can be searched by if a list is too long to be held: "its name or its
    /// ID". Empty: no search.
    QString findBy{};
    std::vector<Facet> facets{};
    /// Shows only the rows that match the facets: one index into Facet::choices for each.
    std::function<NoneWords(models::RowModel &model, const std::vector<int> &chosen)> narrow{};
    /// An explanation for the visible rows; empty: none.
    std::function<QString(const models::RowModel &model, const std::vector<int> &chosen)> note{};
    std::optional<BegunNotice> begun{};
    /// The kind with whose list this one shares its entry in the sidebar: a switch over the list
    /// leads from one to the other, and the entry to the one that was shown last.
    std::optional<Kind> beside{};
    /// What says whether the cloud has it. None: the service, if it has no such list.
    std::optional<Offer> offer{};
    QString viewTitle{}; ///< on that switch; empty: words.title
    /// Links of rows that are a part of another one, by the ID of the part's row. Enter follows the
    /// first.
    std::vector<RowLink> partLinks{};
    /// The actions in the menus of these rows, and the resource that such a row stands for.
    std::function<RowActions *(const UiContext &ui, QWidget *window)> partActions{};
    std::function<QString(const QString &rowId)> partOf{};
};

/// ListPageSpec::source for the rows of one type.
template <typename T>
[[nodiscard]] const store::StoreBase &storeOf(const store::CloudStores &stores)
{
    return stores.of<T>();
}

/// ResourcePageSpec::name of the rows of one type.
template <typename T>
[[nodiscard]] std::optional<QString> nameOf(const store::CloudStores &stores, const QString &id)
{
    const auto row = stores.of<T>().find(id);
    return row ? std::optional(openstack::knownAs(*row)) : std::nullopt;
}

/// ListPageSpec::model for a class that is constructed from stores and a clock.
template <typename Model>
[[nodiscard]] std::unique_ptr<models::RowModel> makeModel(const UiContext &ui)
{
    return std::make_unique<Model>(ui.stores, ui.clock);
}

/// ListPageSpec::model for the rows of one type in these columns.
template <typename T>
[[nodiscard]] auto modelOf(std::vector<models::Column<T>> columns, std::vector<Kind> needs = {})
{
    return [columns = std::move(columns),
            needs](const UiContext &ui) -> std::unique_ptr<models::RowModel> {
        return std::make_unique<models::StoreModel<T>>(ui.stores, ui.clock, columns, needs);
    };
}

/// ListPageSpec::actions: those of operations/actions on this kind.
[[nodiscard]] inline auto actionsOn(Kind kind)
{
    return [kind](const UiContext &ui, QWidget *window) -> RowActions * {
        return new ActionsController(ui, window, kind);
    };
}

} // namespace oriel::ui
