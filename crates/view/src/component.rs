//! What the macros make of a component: a function of its properties.

/// The properties of a component.
pub trait Props {
    /// Collects them one by one.
    type Builder;

    /// Starts collecting.
    fn builder() -> Self::Builder;
}

/// Properties, or none.
pub trait PropsOrNone {
    /// Collects them one by one.
    type Builder;

    /// Starts collecting.
    fn builder_or_none() -> Self::Builder;
}

/// Collects nothing.
pub struct NoProps;

impl NoProps {
    /// Has collected nothing.
    pub fn build(self) {}
}

impl<P: Props> PropsOrNone for P {
    type Builder = P::Builder;

    fn builder_or_none() -> Self::Builder {
        P::builder()
    }
}

impl PropsOrNone for NoProps {
    type Builder = Self;

    fn builder_or_none() -> Self {
        Self
    }
}

/// A component, by its properties.
pub trait Component<P> {}

impl<F: FnOnce() -> V, V> Component<NoProps> for F {}

impl<F: FnOnce(P) -> V, P: Props, V> Component<P> for F {}

/// What collects the properties of a component.
pub fn component_props_builder<P: PropsOrNone>(_: &impl Component<P>) -> P::Builder {
    P::builder_or_none()
}

/// A component with its properties.
pub trait ComponentConstructor<P, V> {
    /// Makes its view.
    fn construct(self, props: P) -> V;
}

impl<F: FnOnce() -> V, V> ComponentConstructor<(), V> for F {
    fn construct(self, (): ()) -> V {
        self()
    }
}

impl<F: FnOnce(P) -> V, P: PropsOrNone, V> ComponentConstructor<P, V> for F {
    fn construct(self, props: P) -> V {
        self(props)
    }
}

/// The view of a component.
pub fn component_view<P, V>(component: impl ComponentConstructor<P, V>, props: P) -> V {
    component.construct(props)
}
